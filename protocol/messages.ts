import type { ErrorDetails } from './errors.ts';
import { type Field, isLinkId, LINK_ID, type LinkMessage, linkProblem } from './link.ts';

/**
 * What travels in a frame. Both sides number what they say from 1, without gaps, so that a lost connection can be told
 * from a lost message.
 */
export interface CommandMessage {
  readonly seq: number;
  readonly command: string;
  readonly arguments?: unknown;
}

export interface EventMessage {
  readonly seq: number;
  readonly type: 'event';
  /** Absent means `debug`. */
  readonly channel?: Channel;
  readonly event: string;
  readonly body?: unknown;
}

export interface ResponseMessage {
  readonly seq: number;
  readonly type: 'response';
  readonly requestSeq: number;
  readonly body?: unknown;
  /** Present when the command failed. */
  readonly error?: ErrorDetails;
}

/**
 * Logical channels in one stream: replies and debug events, what there may be very much of (log points), counters and
 * health, the launcher's own log.
 */
export type Channel = (typeof CHANNELS)[number];
const CHANNELS = ['debug', 'output', 'telemetry', 'diagnostics'] as const;

/** Said by the adapter (frame kind `command`). */
export type AdapterMessage = CommandMessage;
/** Said by the launcher (frame kind `event`). */
export type LauncherMessage = EventMessage | ResponseMessage;
export type Message = AdapterMessage | LauncherMessage;
/** What one frame holds. */
export type Said = Message | LinkMessage;

const RUNTIMES = ['node', 'python'] as const;

/** Body of the `hello` event, the first message of every connection. */
export interface Hello {
  /** The session's secret, as it was handed to the launcher in its environment. */
  readonly token: string;
  readonly pid: number;
  readonly runtime: (typeof RUNTIMES)[number];
  readonly runtimeVersion: string;
  /** Version of Tandem on the launcher's side. */
  readonly version: string;
  /** The main module's file, where it has one. */
  readonly main?: string | undefined;
  /** For a process that the program has started: the id of the one that did. */
  readonly parentPid?: number | undefined;
  /** True for a process that is not in the program's process group, so that it must be signalled by itself. */
  readonly apart?: boolean | undefined;
  /** True where the launcher has come into a program that runs, and is not told how that ends. */
  readonly endUnknown?: boolean | undefined;
  /** A random name for this connection, to resume it by when it is lost; without it, a loss is the end. */
  readonly link?: string | undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOneOf = (words: readonly string[], value: unknown): boolean => words.includes(value as string);

const isSeq = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

/**
 * What is wrong with a decoded payload, or undefined when it is a message. Written by hand because the launcher, which
 * must start in milliseconds, cannot afford to load a validation library. Arguments and bodies are not looked at here.
 */
export function messageProblem(value: unknown, said: 'command' | 'event'): string | undefined {
  if (!isRecord(value)) return 'it is not an object';
  if ('link' in value) return linkProblem(value);
  if (!isSeq(value.seq)) return '"seq" is not a positive integer';
  if (said === 'command') return typeof value.command === 'string' ? undefined : '"command" is not a string';
  if (value.type === 'event') {
    if (typeof value.event !== 'string') return '"event" is not a string';
    return value.channel === undefined || isOneOf(CHANNELS, value.channel)
      ? undefined
      : `"channel" is none of ${CHANNELS.join(', ')}`;
  }
  if (value.type !== 'response') return '"type" is neither "event" nor "response"';
  if (!isSeq(value.requestSeq)) return '"requestSeq" is not a positive integer';
  if (value.error === undefined) return undefined;
  const error = value.error;
  if (!isRecord(error) || typeof error.code !== 'string' || typeof error.message !== 'string') {
    return '"error" has no "code" and "message"';
  }
  return undefined;
}

const isString = (value: unknown): boolean => typeof value === 'string';
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';

const IN_HELLO: readonly Field[] = [
  ['token', isString, 'a string'],
  ['pid', isSeq, 'a positive integer'],
  ['runtime', (value) => isOneOf(RUNTIMES, value), `one of ${RUNTIMES.join(', ')}`],
  ['runtimeVersion', isString, 'a string'],
  ['version', isString, 'a string'],
];
const OPTIONAL_IN_HELLO: readonly Field[] = [
  ['main', isString, 'a string'],
  ['parentPid', isSeq, 'a positive integer'],
  ['apart', isBoolean, 'a boolean'],
  ['endUnknown', isBoolean, 'a boolean'],
  ['link', isLinkId, LINK_ID],
];

/** What is wrong with the body of a `hello`, or undefined. */
export function helloProblem(body: unknown): string | undefined {
  if (!isRecord(body)) return '"body" is not an object';
  const present = OPTIONAL_IN_HELLO.filter(([name]) => body[name] !== undefined);
  const wrong = [...IN_HELLO, ...present].find(([name, isValid]) => !isValid(body[name]));
  return wrong && `"body.${wrong[0]}" is not ${wrong[2]}`;
}
