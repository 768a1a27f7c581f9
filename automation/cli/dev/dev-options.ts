import { resolve } from 'node:path';
import { errors } from '../../../protocol/errors.ts';
import { defaultDevDirectory } from '../../dev/places.ts';
import type { CommandHelp, Given } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import type { Options } from '../options.ts';

export const devOptions = {
  status: { type: 'boolean', summary: 'show where the dev adapter that runs is reached' },
  stop: { type: 'boolean', summary: 'end the dev adapter that runs, with its sessions' },
  state: {
    type: 'string',
    value: 'DIRECTORY',
    summary: 'its state directory, which is its alone (default: TANDEM_DEV_STATE, or one for each user)',
  },
  checkout: {
    type: 'string',
    value: 'DIRECTORY',
    summary: 'the sources to build (default: those of this "tandem", or those around the working directory)',
  },
  json: { type: 'boolean', summary: 'one JSON object a line instead of text' },
} as const satisfies Options;

/** What the command line asks for, checked. */
export interface DevRequest {
  readonly action: 'run' | 'status' | 'stop';
  readonly state: string;
  readonly checkout: string | undefined;
  readonly json: boolean;
}

export function parseDevRequest({ command, values, rest }: Given<typeof devOptions>): DevRequest {
  if (rest[0] !== undefined) throw errors.cliUsage(`"${rest[0]}" is not understood.`, command);
  if (values.status && values.stop) throw errors.cliUsage('Use either --status or --stop.', command);
  if (values.state === '') throw errors.cliUsage('--state needs a directory.', command);
  return {
    action: values.status ? 'status' : values.stop ? 'stop' : 'run',
    state: resolve(values.state ?? defaultDevDirectory()),
    checkout: values.checkout,
    json: values.json ?? false,
  };
}

export const devHelp: CommandHelp = {
  about:
    'Runs a debug adapter from the sources of Tandem, beside the one in production, and loads it anew when they change.',
  usage: '[OPTIONS]',
  notes: `New sessions get the code as it was last built without errors; sessions that run keep theirs. They come by a socket, TCP,
FIFOs or files: docs/DEV-MODE.md shows how. "adapter": "dev" in a launch configuration sends its session here.

SIGINT, SIGTERM and SIGHUP end it, with the programs of its sessions; a second one kills these. SIGUSR2 builds now.

Exit code: ${EXIT.ok} when it was ended; ${EXIT.usage} when this command line is wrong; ${EXIT.notStarted} when it could not be
started, and with --status or --stop, when none runs.

Examples:
  tandem dev
  tandem dev --status --json
  tandem dev --state /tmp/mine --checkout ~/src/tandem`,
};
