import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { errors } from '../../../protocol/errors.ts';
import { type Command, defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { listenOptions, listenPlace } from '../listen-option.ts';
import { loadServer } from '../load-server.ts';
import { wholeNumber } from '../tasks/task-options.ts';

export const serveCommand: Command = defineCommand({
  name: 'serve',
  summary: 'be a server without a window, in which others start programs',
  help: {
    about:
      'Is a server, without a window, in which "tandem start" and others start programs, until it is ended.',
    usage: '[OPTIONS] [[--] COMMAND [ARGUMENTS]]',
    operands: `With COMMAND it runs that, prints nothing itself, and ends when the command has ended: the way for scripts.`,
    notes: `It says where it listens; commands that are given in its folder find it. Ctrl-C ends it with the programs that it runs.

Exit code: the command's own; without one, ${EXIT.ok} when it was ended, by a signal, too; ${EXIT.usage} when this command line is wrong, ${EXIT.notStarted} when it cannot listen.

Examples:
  tandem serve
  tandem serve --folder ~/shop --idle 600
  tandem serve -- sh check-totals.sh`,
  },
  options: {
    folder: {
      type: 'string',
      multiple: true,
      value: 'DIR',
      summary: 'the folder it is for (default: this one); again for more',
    },
    ...listenOptions,
    'read-only': { type: 'boolean', summary: 'only look: nobody may start, move or change anything' },
    idle: {
      type: 'string',
      value: 'SECONDS',
      summary: 'end by itself when nothing ran and nobody came for so long',
    },
    json: {
      type: 'boolean',
      summary: 'tell where it listens, and what is started and ends, in lines of JSON',
    },
  },
  optionsPlace: 'first',
  run: async ({ values, rest, command }) => {
    if (rest.length > 0 && (values.json || values.idle !== undefined))
      throw errors.cliUsage('--json and --idle are without a COMMAND.', command);
    const idleSeconds = wholeNumber(values.idle, '--idle', command);
    return loadServer().runServe({
      folders: (values.folder ?? ['.']).map((folder) => directory(folder, command)),
      ...listenPlace(values, command),
      readOnly: values['read-only'] ?? false,
      idleMs: idleSeconds === undefined ? undefined : idleSeconds * 1000,
      json: values.json ?? false,
      command: rest,
    });
  },
});

function directory(folder: string, command: string): string {
  const path = resolve(folder);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw errors.cliUsage(`--folder: "${path}" is no directory.`, command);
}
