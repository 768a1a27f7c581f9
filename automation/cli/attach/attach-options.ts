import { resolve } from 'node:path';
import { errors } from '../../../protocol/errors.ts';
import { attachPlace } from '../../session/attach-place.ts';
import type { WantedBreakpoint } from '../../session/breakpoint-list.ts';
import { parseConditionalLocation } from '../../session/location.ts';
import type { ExceptionMode } from '../../session/start-program.ts';
import type { CommandHelp, Given } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { parseExceptions } from '../launch/launch-options.ts';
import type { Options } from '../options.ts';

export const attachOptions = {
  break: {
    type: 'string',
    short: 'b',
    multiple: true,
    value: 'FILE:LINE[:CONDITION]',
    summary: 'stop there; again for more',
  },
  exceptions: {
    type: 'string',
    value: 'all|uncaught|none',
    summary: 'stop where something is thrown (default: uncaught)',
  },
  restart: { type: 'boolean', summary: 'when the program ends, wait until it is there again, and join it' },
  'local-root': { type: 'string', value: 'DIR', summary: 'the directory here that is --remote-root there' },
  'remote-root': { type: 'string', value: 'DIR', summary: 'the directory of the program where it runs' },
  batch: { type: 'boolean', summary: 'no prompt: print each stop and go on (default without a terminal)' },
  json: { type: 'boolean', summary: 'as --batch, one JSON object a line on standard output' },
} as const satisfies Options;

/** What the command line asks for, checked. */
export interface AttachRequest {
  /** Where the program is, and how it is to be joined, in the settings of an attach configuration. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly breakpoints: readonly WantedBreakpoint[];
  readonly exceptions: ExceptionMode;
  readonly batch: boolean;
  readonly json: boolean;
}

/** @param choose lets the user choose a program, whose id it resolves with, where none is named */
export async function parseAttachRequest(
  { command, values, rest }: Given<typeof attachOptions>,
  choose?: (command: string) => Promise<string>,
): Promise<AttachRequest> {
  const [named, extra] = rest;
  const mayAsk = !values.batch && !values.json;
  const target = named ?? (mayAsk ? await choose?.(command) : undefined);
  if (target === undefined) throw errors.cliUsage('No program is named.', command);
  if (extra !== undefined) throw errors.cliUsage(`"${extra}" is one argument too many.`, command);
  const token = process.env.TANDEM_TOKEN;
  const { restart, 'local-root': localRoot, 'remote-root': remoteRoot } = values;
  return {
    settings: {
      ...placeOf(target, command),
      ...(token && { token }),
      ...(restart && { restart }),
      ...(localRoot !== undefined && { localRoot: resolve(localRoot) }),
      ...(remoteRoot !== undefined && { remoteRoot }),
    },
    breakpoints: (values.break ?? []).map(parseBreak),
    exceptions: parseExceptions(values.exceptions ?? 'uncaught', command),
    batch: values.batch ?? false,
    json: values.json ?? false,
  };
}

export function placeOf(target: string, command: string): Readonly<Record<string, unknown>> {
  const place = attachPlace(target);
  if (!place) throw errors.cliUsage(`"${target}" is no place where a program can be.`, command);
  return place;
}

function parseBreak(text: string): WantedBreakpoint {
  const location = parseConditionalLocation(text);
  if (location?.file === undefined) throw errors.cliBreakpoint(text);
  const { file, line, condition } = location;
  return { file: resolve(file), line, condition };
}

export const attachHelp: CommandHelp = {
  about: 'Debugs a program that runs already, and leaves it running.',
  usage: '[OPTIONS] [PROGRAM]',
  operands: `Without PROGRAM, a terminal shows the programs that run, to choose from. PROGRAM is one of
  4711                 the id of a process
  unix:/PATH, /PATH, tcp:HOST:PORT
                       where a program waits that "tandem exec" has started
  :9229, HOST:9229     the port of such a program, or of the inspector of one that runs with --inspect`,
  notes: `In a terminal it is a prompt at each stop; Ctrl-C pauses the program. Leaving ("quit", Ctrl-D) lets it run on.
A program of another machine, or of a container, is opened by its TANDEM_TOKEN: set the same here.

Exit code: the program's own when it has ended, 0 when it was left; ${EXIT.usage} when this command line is wrong,
${EXIT.notStarted} when the program could not be joined.

Examples:
  tandem attach 4711
  tandem attach --break src/cart.ts:14 --json unix:/run/user/1000/tandem/program-4711-x5Yz
  tandem attach --restart :9229`,
};
