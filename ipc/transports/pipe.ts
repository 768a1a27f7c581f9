import { errors } from '../../protocol/errors.ts';
import { dialSocket } from '../dial-socket.ts';
import type { EndpointOf } from '../transport-config.ts';
import { checked } from './checked.ts';
import type { Transport } from './transport.ts';

const PREFIX = '\\\\.\\pipe\\';

const toEndpoint = (name: string): EndpointOf<'pipe'> => ({
  transport: 'pipe',
  pipeName: name.toLowerCase().startsWith(PREFIX) ? name.slice(PREFIX.length) : name,
});

/** A named pipe of Windows: the default there. */
export const pipe: Transport<'pipe'> = {
  name: 'pipe',
  isLocal: true,
  form: 'pipe:NAME',
  settings: ['pipeName'],
  listenerSettings: ['pipeName'],
  existsOn: (platform) => platform === 'win32',
  isDefaultOn: (platform) => platform === 'win32',

  fromConfig({ pipeName }) {
    if (!pipeName) throw errors.endpointIncomplete('pipe', 'pipeName');
    return toEndpoint(pipeName);
  },
  problem({ pipeName }) {
    if (pipeName === '') return 'the name is missing';
    // Windows resolves "..", up to any device, and dials other machines at "\\HOST\pipe\", with the user's credentials.
    if (/[\\/\0]/.test(pipeName))
      return `the name "${pipeName}" has a slash, a backslash or a zero byte in it`;
    if (/^\.+$/.test(pipeName)) return `"${pipeName}" is not a name`;
    return undefined;
  },

  describe: ({ pipeName }) => `the pipe ${pipeName}`,
  toText: ({ pipeName }) => `pipe:${pipeName}`,
  fromText: (text) => toEndpoint(text.slice('pipe:'.length)),
  toOptions: ({ pipeName }) => ({ '--ipc-pipe': pipeName }),
  fromOptions: (read) => toEndpoint(read('--ipc-pipe')),

  async listen({ pipeName }) {
    const [{ SocketListener }, { randomBytes }] = await Promise.all([
      import('../listener.ts'),
      import('node:crypto'),
    ]);
    const name = pipeName ?? `tandem-${randomBytes(16).toString('hex')}`;
    const endpoint = checked(pipe, toEndpoint(name));
    return new SocketListener({
      address: { path: PREFIX + endpoint.pipeName },
      where: pipe.describe(endpoint),
      bound: () => endpoint,
    });
  },
  connect: (endpoint, timeoutMs) =>
    dialSocket({ path: PREFIX + endpoint.pipeName }, pipe.describe(endpoint), timeoutMs),
};
