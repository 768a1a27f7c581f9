import { errors } from '../../../protocol/errors.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';

/** Read when it is needed: the build keeps it a file of its own. */
const loadAdapter = () => require('./adapter.js') as typeof import('../../../adapter/main.ts');

export const dapCommand = defineCommand({
  name: 'dap',
  summary: 'be the debug adapter of an editor, by the Debug Adapter Protocol',
  help: {
    about:
      'Is the debug adapter that an editor starts, or connects to: it speaks the Debug Adapter Protocol.',
    usage: '[OPTIONS]',
    notes: `Without --socket and --port it serves one session on standard input and output, and ends with it. With one of them it
serves any number until it is ended, says where it listens, and gives processes that a program starts sessions of their own,
in editors that can begin them. Whoever reaches the port can run programs as you: prefer --socket where others use the machine.

Exit code: ${EXIT.ok} when it was ended, by a signal, too; ${EXIT.usage} when this command line is wrong, ${EXIT.notStarted} when it cannot listen.

Examples:
  tandem dap
  tandem dap --port 4711
  tandem dap --socket "$XDG_RUNTIME_DIR/tandem.sock"`,
  },
  options: {
    socket: {
      type: 'string',
      value: 'FILE',
      summary: 'listen on this Unix socket, which only you can reach, or Windows pipe',
    },
    port: { type: 'string', value: 'PORT', summary: 'listen on this port; 0 takes any free one' },
    host: { type: 'string', value: 'HOST', summary: 'the loopback address of the port (default: 127.0.0.1)' },
    trace: { type: 'boolean', summary: 'write what happens to standard error' },
  },
  optionsPlace: 'anywhere',
  run: async ({ values, rest, command }) => {
    if (rest[0] !== undefined) throw errors.cliUsage(`"${rest[0]}" is one argument too many.`, command);
    const { serveClients, serverOptions } = loadAdapter();
    await serveClients(serverOptions(values));
    return EXIT.ok;
  },
});
