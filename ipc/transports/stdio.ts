import type { EndpointOf } from '../transport-config.ts';
import type { Transport } from './transport.ts';

const OWN: EndpointOf<'stdio'> = { transport: 'stdio' };

/** Standard input and output, shared with whatever else is written there. */
export const stdio: Transport<'stdio'> = {
  name: 'stdio',
  form: 'stdio:',
  settings: ['command'],
  listenerSettings: [],
  sharesOutput: true,
  existsOn: () => true,

  fromConfig: ({ command }) => (command === undefined ? OWN : { transport: 'stdio', command }),
  problem: ({ command }) => (command && !command[0] ? 'the command is missing' : undefined),

  describe: ({ command }) =>
    command ? `the command ${command.join(' ')}` : 'the standard input and output of this process',
  // A text may come from anywhere: it can show a command, but not have one run.
  toText: ({ command = [] }) => `stdio:${command.join(' ')}`,
  fromText: (text) => (text === 'stdio:' ? OWN : undefined),
  toOptions: () => ({}),
  fromOptions: () => OWN,

  async listen() {
    const { StdioListener } = await import('../stdio/stdio-listener.ts');
    return new StdioListener();
  },
  async connect(endpoint) {
    if (endpoint.command) {
      const { connectCommand } = await import('../stdio/command.ts');
      return connectCommand(endpoint.command, stdio.describe(endpoint));
    }
    const { ownStreams } = await import('../stdio/own-streams.ts');
    return ownStreams();
  },
};
