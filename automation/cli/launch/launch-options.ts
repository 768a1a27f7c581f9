import { resolve } from 'node:path';
import { errors } from '../../../protocol/errors.ts';
import { type NamedLocation, parseConditionalLocation } from '../../session/location.ts';
import type { ExceptionMode } from '../../session/start-program.ts';
import type { Given } from '../command.ts';
import type { Options } from '../options.ts';
import { isRuntime } from './program.ts';

/** How a program is launched, whoever debugs it then. */
export const launchOptions = {
  break: {
    type: 'string',
    short: 'b',
    multiple: true,
    value: 'FILE:LINE[:CONDITION]',
    summary: 'stop there; again for more. LINE alone is in PROGRAM',
  },
  module: {
    type: 'string',
    short: 'm',
    value: 'NAME',
    summary: 'instead of PROGRAM: the Python module of that name; what follows are its arguments',
    ends: true,
  },
  'stop-on-entry': { type: 'boolean', summary: 'stop before the first statement' },
  exceptions: {
    type: 'string',
    value: 'all|uncaught|none',
    summary: 'stop where something is thrown (default: uncaught)',
  },
  'in-process': {
    type: 'boolean',
    summary: "run in a worker of the debugger's process: no subprocess, the fastest start",
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
  runtime: { type: 'string', value: 'EXE', summary: 'run it with this instead of node, or python' },
  'runtime-arg': {
    type: 'string',
    multiple: true,
    value: 'ARG',
    summary: 'an option for the runtime; again for more',
  },
} as const satisfies Options;

/** What is launched, and how it is debugged: checked, and with its paths absolute. */
export interface LaunchRequest {
  /** Undefined where the runtime knows by itself what to run, and for a module. */
  readonly program: string | undefined;
  /** Of Python. */
  readonly module: string | undefined;
  readonly args: readonly string[];
  readonly breakpoints: readonly NamedLocation[];
  readonly exceptions: ExceptionMode;
  readonly stopOnEntry: boolean;
  readonly inProcess: boolean;
  readonly noDebug: boolean;
  /** Where it is said. */
  readonly cwd: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly envFile: string | undefined;
  readonly runtime: string | undefined;
  readonly runtimeArgs: readonly string[];
}

/** Paths are relative to where the user is, also when the program runs elsewhere. */
export function parseLaunchRequest({ command, values, rest }: Given<typeof launchOptions>): LaunchRequest {
  const { module } = values;
  const [named, ...args] = module === undefined ? rest : [module, ...rest];
  if (!named) throw errors.cliUsage('No program is named.', command);
  const runsByItself = module === undefined && values.runtime === undefined && isRuntime(named);
  const isFile = module === undefined && !runsByItself;
  const breakpoints = (values.break ?? []).map(parseBreak);
  if (!isFile && breakpoints.some(({ file }) => file === undefined))
    throw errors.cliUsage(`Which file of "${named}" a breakpoint is in has to be said: FILE:LINE.`, command);
  return {
    program: isFile ? resolve(named) : undefined,
    module,
    args,
    breakpoints,
    exceptions: parseExceptions(values.exceptions ?? 'uncaught', command),
    stopOnEntry: values['stop-on-entry'] ?? false,
    inProcess: values['in-process'] ?? false,
    noDebug: values['no-debug'] ?? false,
    cwd: values.cwd === undefined ? undefined : resolve(values.cwd),
    env: Object.fromEntries((values.env ?? []).map((text) => parseVariable(text, command))),
    envFile: values['env-file'] === undefined ? undefined : resolve(values['env-file']),
    runtime: runsByItself ? named : values.runtime,
    runtimeArgs: values['runtime-arg'] ?? [],
  };
}

/** The request as a launch configuration. What is not asked for is not in it. */
export function configurationOf(request: LaunchRequest, name: string): Readonly<Record<string, unknown>> {
  const { program, module, args, cwd, env, envFile, runtime, runtimeArgs, ...flags } = request;
  const { stopOnEntry, inProcess, noDebug } = flags;
  return {
    type: 'tandem',
    request: 'launch',
    name,
    ...(program !== undefined && { program }),
    ...(module !== undefined && { module }),
    args,
    ...(cwd !== undefined && { cwd }),
    env,
    ...(envFile !== undefined && { envFile }),
    ...(runtime !== undefined && { runtimeExecutable: runtime }),
    runtimeArgs,
    stopOnEntry,
    inProcess,
    noDebug,
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

const EXCEPTION_MODES: readonly string[] = ['all', 'uncaught', 'none'] satisfies ExceptionMode[];

function parseVariable(text: string, command: string): [name: string, value: string] {
  const cut = text.indexOf('=');
  if (cut < 1) throw errors.cliUsage(`--env must be NAME=VALUE, but is "${text}".`, command);
  return [text.slice(0, cut), text.slice(cut + 1)];
}
