import type { ErrorDetails } from './errors.ts';

/**
 * What the two ends of a link say to each other about the link itself: not numbered, and no part of the stream of messages
 * that it carries. Each has a `link` and, unlike a message, no `seq`.
 */
export type LinkMessage =
  | OpenMessage
  | ResumeMessage
  | WelcomeMessage
  | SeenMessage
  | RefusedMessage
  | ByeMessage;

/** The first words of an adapter that has dialled. A launcher that has dialled says `hello` instead. */
export interface OpenMessage {
  readonly link: 'open';
  /** Made by who dials, so that what was cut off before the answer came can be said once more. */
  readonly id: string;
  readonly token: string;
  /** Of the process that dials: nobody need wait for one that is gone. */
  readonly pid?: number | undefined;
}

/** The first words of who has dialled again. */
export interface ResumeMessage {
  readonly link: 'resume';
  readonly id: string;
  readonly token: string;
  /** Number of the last message that came; 0 for none. */
  readonly seen: number;
}

/** The answer to the first words, before anything else is said. */
export interface WelcomeMessage {
  readonly link: 'welcome';
  readonly seen: number;
}

/** Everything up to that number has come. Said now and then, and when there is nothing else to say. */
export interface SeenMessage {
  readonly link: 'seen';
  readonly seen: number;
}

/** Instead of a welcome. */
export interface RefusedMessage {
  readonly link: 'refused';
  readonly error: ErrorDetails;
}

/** The end of the link, on purpose: behind everything that was said. */
export interface ByeMessage {
  readonly link: 'bye';
}

export const isLinkMessage = (message: object): message is LinkMessage => 'link' in message;

/** Longest accepted id of a link, and the shortest, in characters. */
const ID_LENGTH = { min: 16, max: 128 };

export const isLinkId = (value: unknown): boolean =>
  typeof value === 'string' && value.length >= ID_LENGTH.min && value.length <= ID_LENGTH.max;
const isProcessId = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;
const isText = (value: unknown): boolean => typeof value === 'string';
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isError = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  isText((value as ErrorDetails).code) &&
  isText((value as ErrorDetails).message);

/** What an id of a link has to be, in words. */
export const LINK_ID = `a text of ${ID_LENGTH.min} to ${ID_LENGTH.max} characters`;

/** What has to be in an object, and in words. */
export type Field = readonly [name: string, isValid: (value: unknown) => boolean, expected: string];

const ID: Field = ['id', isLinkId, LINK_ID];
const TOKEN: Field = ['token', isText, 'a string'];
const PID: Field = ['pid', (value) => value === undefined || isProcessId(value), 'the id of a process'];
const SEEN: Field = ['seen', isCount, 'a number of a message, or 0'];

const FIELDS: Readonly<Record<LinkMessage['link'], readonly Field[]>> = {
  open: [ID, TOKEN, PID],
  resume: [ID, TOKEN, SEEN],
  welcome: [SEEN],
  seen: [SEEN],
  refused: [['error', isError, 'an object with "code" and "message"']],
  bye: [],
};

/** What is wrong with a decoded payload that has a `link`, or undefined. See `messageProblem`. */
export function linkProblem(value: Readonly<Record<string, unknown>>): string | undefined {
  const { link } = value;
  if (typeof link !== 'string' || !Object.hasOwn(FIELDS, link)) {
    return `"link" is none of ${Object.keys(FIELDS).join(', ')}`;
  }
  const wrong = FIELDS[link as LinkMessage['link']].find(([name, isValid]) => !isValid(value[name]));
  return wrong && `"${wrong[0]}" is not ${wrong[2]}`;
}
