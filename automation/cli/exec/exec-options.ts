import { errors } from '../../../protocol/errors.ts';
import type { CommandHelp, Given } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { type ListenPlace, listenOptions, listenPlace } from '../listen-option.ts';
import type { Options } from '../options.ts';

export const execOptions = {
  wait: { type: 'boolean', summary: 'hold it before its first line until a debugger is ready' },
  ...listenOptions,
  quiet: { type: 'boolean', short: 'q', summary: 'do not print how to attach' },
} as const satisfies Options;

/** What the command line asks for, checked. */
export interface ExecRequest extends ListenPlace {
  readonly command: string;
  readonly args: readonly string[];
  readonly wait: boolean;
  readonly quiet: boolean;
}

export function parseExecRequest({ command, values, rest }: Given<typeof execOptions>): ExecRequest {
  const [toRun, ...args] = rest;
  if (!toRun) throw errors.cliUsage('No command is named.', command);
  return {
    command: toRun,
    args,
    ...listenPlace(values, command),
    wait: values.wait ?? false,
    quiet: values.quiet ?? false,
  };
}

export const execHelp: CommandHelp = {
  about: 'Runs a command so that its programs of Node.js and Python can be debugged at any time.',
  usage: '[OPTIONS] [--] COMMAND [ARGUMENTS]',
  notes: `Each program runs as it would alone, prints how to attach to it, and waits for debuggers, which may come and go.
Standard streams, arguments, signals and the exit code are the command's own.

Exit code: the command's own; ${EXIT.usage} when this command line is wrong, ${EXIT.notStarted} when the command could not be started.

Examples:
  tandem exec -- node server.js
  tandem exec --wait npm run dev
  tandem exec -- pytest tests
  tandem exec --listen tcp:127.0.0.1:4711 -- tsx server.ts

Where there is no "tandem", as in a container, the same is done by hand:
  TANDEM_LISTEN=auto node --require DIRECTORY_OF_TANDEM/dist/launcher/node/bootstrap.cjs server.js
  python DIRECTORY_OF_TANDEM/dist/launcher/python/debug_launcher.py --listen auto -- app.py`,
};
