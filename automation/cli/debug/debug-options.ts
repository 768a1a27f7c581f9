import { resolve } from 'node:path';
import { errors } from '../../../protocol/errors.ts';
import { type NamedLocation, parseConditionalLocation } from '../../session/location.ts';
import type { ExceptionMode } from '../../session/start-program.ts';
import type { Given } from '../command.ts';
import type { Options } from '../options.ts';

export const debugOptions = {
  break: {
    type: 'string',
    short: 'b',
    multiple: true,
    value: 'FILE:LINE[:CONDITION]',
    summary: 'stop there; again for more. LINE alone is in PROGRAM',
  },
  'stop-on-entry': { type: 'boolean', summary: 'stop before the first statement' },
  exceptions: {
    type: 'string',
    value: 'all|uncaught|none',
    summary: 'stop where something is thrown (default: uncaught)',
  },
  'in-process': {
    type: 'boolean',
    summary: 'run in a worker of this process: no subprocess, the fastest start',
  },
  'no-debug': { type: 'boolean', summary: 'only run it' },
  cwd: { type: 'string', value: 'DIR', summary: "the program's working directory" },
  env: {
    type: 'string',
    multiple: true,
    value: 'NAME=VALUE',
    summary: 'set an environment variable; again for more',
  },
  'env-file': { type: 'string', value: 'FILE', summary: 'set the environment variables in this file' },
  runtime: { type: 'string', value: 'EXE', summary: 'run it with this instead of node' },
  'runtime-arg': {
    type: 'string',
    multiple: true,
    value: 'ARG',
    summary: 'an option for the runtime; again for more',
  },
  batch: { type: 'boolean', summary: 'no prompt: print each stop and go on (default without a terminal)' },
  json: { type: 'boolean', summary: 'as --batch, one JSON object a line on standard output' },
  timing: {
    type: 'string',
    value: 'FILE',
    summary: 'as --batch, and write what the first stop has cost to this file, as JSON',
  },
} as const satisfies Options;

const EXCEPTION_MODES: readonly string[] = ['all', 'uncaught', 'none'] satisfies ExceptionMode[];

/** What the command line asks for, checked and with its paths absolute. */
export interface DebugRequest {
  readonly program: string;
  readonly args: readonly string[];
  readonly breakpoints: readonly NamedLocation[];
  readonly exceptions: ExceptionMode;
  readonly stopOnEntry: boolean;
  readonly inProcess: boolean;
  readonly noDebug: boolean;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly envFile: string | undefined;
  readonly runtime: string | undefined;
  readonly runtimeArgs: readonly string[];
  readonly batch: boolean;
  readonly json: boolean;
  readonly timing: string | undefined;
}

/** Paths are relative to where the user is, also when the program runs elsewhere. */
export function parseDebugRequest({ command, values, rest }: Given<typeof debugOptions>): DebugRequest {
  const [program, ...programArgs] = rest;
  if (!program) throw errors.cliUsage('No program is named.', command);
  return {
    program: resolve(program),
    args: programArgs,
    breakpoints: (values.break ?? []).map(parseBreak),
    exceptions: parseExceptions(values.exceptions ?? 'uncaught', command),
    stopOnEntry: values['stop-on-entry'] ?? false,
    inProcess: values['in-process'] ?? false,
    noDebug: values['no-debug'] ?? false,
    cwd: resolve(values.cwd ?? '.'),
    env: Object.fromEntries((values.env ?? []).map((text) => parseVariable(text, command))),
    envFile: values['env-file'] === undefined ? undefined : resolve(values['env-file']),
    runtime: values.runtime,
    runtimeArgs: values['runtime-arg'] ?? [],
    batch: values.batch ?? false,
    json: values.json ?? false,
    timing: values.timing,
  };
}

function parseBreak(text: string): NamedLocation {
  const location = parseConditionalLocation(text);
  if (!location) throw errors.cliBreakpoint(text);
  return location;
}

export function parseExceptions(text: string, command: string): ExceptionMode {
  if (!EXCEPTION_MODES.includes(text)) {
    throw errors.cliUsage(
      `--exceptions must be one of ${EXCEPTION_MODES.join(', ')}, but is "${text}".`,
      command,
    );
  }
  return text as ExceptionMode;
}

function parseVariable(text: string, command: string): [name: string, value: string] {
  const cut = text.indexOf('=');
  if (cut < 1) throw errors.cliUsage(`--env must be NAME=VALUE, but is "${text}".`, command);
  return [text.slice(0, cut), text.slice(cut + 1)];
}
