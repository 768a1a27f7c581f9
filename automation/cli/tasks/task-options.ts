import { errors } from '../../../protocol/errors.ts';
import type { Limits } from '../../../protocol/tasks/parts.ts';
import { USUAL_WAIT_MS } from '../../../protocol/tasks/waiting.ts';
import type { Options } from '../options.ts';

/** Which window or server is driven, and how it answers. */
export const serverOptions = {
  window: {
    type: 'string',
    short: 'w',
    value: 'PID',
    summary: 'the window or server of this process id (default: the one with this folder)',
  },
  endpoint: {
    type: 'string',
    value: 'ENDPOINT',
    summary: 'the one that listens there: unix:/PATH, tcp:HOST:PORT. TANDEM_TOKEN opens it',
  },
  json: { type: 'boolean', summary: 'answer in JSON' },
} as const satisfies Options;

export const taskOption = {
  task: {
    type: 'string',
    short: 't',
    value: 'TASK',
    summary: 'the task that is meant (default: the only one that runs, or the last)',
  },
} as const satisfies Options;

export const waitOptions = {
  timeout: {
    type: 'string',
    value: 'SECONDS',
    summary: `how long to wait for the next stop or the end (default: ${USUAL_WAIT_MS / 1000})`,
  },
  'no-wait': { type: 'boolean', summary: 'do not wait for that' },
} as const satisfies Options;

export const threadOption = {
  thread: { type: 'string', value: 'ID', summary: 'the thread (default: the one that stopped last)' },
} as const satisfies Options;

export const frameOption = {
  frame: { type: 'string', short: 'f', value: 'N', summary: 'the frame of the stack, from 0 (default: 0)' },
} as const satisfies Options;

export const limitOptions = {
  'value-length': {
    type: 'string',
    value: 'N',
    summary: 'characters of each value that are told (default: 1024)',
  },
  variables: { type: 'string', value: 'N', summary: 'variables that are told (default: 300)' },
} as const satisfies Options;

export const stopLimitOptions = {
  ...limitOptions,
  frames: { type: 'string', value: 'N', summary: 'frames of the stack that are told (default: 50)' },
  context: {
    type: 'string',
    value: 'N',
    summary: 'lines of source above the current one, and below (default: 3)',
  },
} as const satisfies Options;

type LimitName = keyof typeof stopLimitOptions;
type Texts<Name extends string> = { readonly [N in Name]?: string | undefined };

const LIMITS: Readonly<Record<LimitName, keyof Limits>> = {
  'value-length': 'value',
  variables: 'variables',
  frames: 'frames',
  context: 'context',
};

/** What was asked for, for `limits` of a command. */
export function limitsOf(values: Texts<LimitName>, command: string): { limits?: Limits } {
  const limits: Limits = {};
  for (const [option, limit] of Object.entries(LIMITS)) {
    const amount = wholeNumber(values[option as LimitName], `--${option}`, command);
    if (amount !== undefined) limits[limit] = amount;
  }
  return Object.keys(limits).length > 0 ? { limits } : {};
}

/** Which thread and frame are meant, for the data of a command. */
export function placeInStack(
  { thread, frame }: Texts<'thread' | 'frame'>,
  command: string,
): { threadId?: number; frame?: number } {
  const threadId = wholeNumber(thread, '--thread', command);
  const index = wholeNumber(frame, '--frame', command);
  return { ...(threadId !== undefined && { threadId }), ...(index !== undefined && { frame: index }) };
}

export function wholeNumber(text: string | undefined, option: string, command: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text))
    throw errors.cliUsage(`${option} must be a whole number, but is "${text}".`, command);
  return Number(text);
}

/** How long to wait for the program, in milliseconds. */
export function waitOf(
  values: Texts<'timeout'> & { readonly 'no-wait'?: boolean | undefined },
  command: string,
  unlessSaid: number = USUAL_WAIT_MS,
): number {
  const { timeout, 'no-wait': noWait } = values;
  if (noWait && timeout !== undefined)
    throw errors.cliUsage('--timeout and --no-wait exclude each other.', command);
  if (noWait) return 0;
  if (timeout === undefined) return unlessSaid;
  if (!/^\d{1,7}(\.\d+)?$/.test(timeout))
    throw errors.cliUsage(`--timeout must be a number of seconds, but is "${timeout}".`, command);
  return Math.round(Number(timeout) * 1000);
}

/** The only argument of a command that has no other, if there is one. */
export function onlyArgument(rest: readonly string[], command: string): string | undefined {
  const [only, extra] = rest;
  if (extra !== undefined) throw errors.cliUsage(`"${extra}" is one argument too many.`, command);
  return only;
}

export function noArguments([extra]: readonly string[], command: string): void {
  if (extra !== undefined) throw errors.cliUsage(`It takes no argument, but there is "${extra}".`, command);
}
