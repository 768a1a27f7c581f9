import { errors } from '../../protocol/errors.ts';
import { dialSocket } from '../dial-socket.ts';
import type { EndpointOf } from '../transport-config.ts';
import { checked } from './checked.ts';
import type { Transport } from './transport.ts';

type UnixEndpoint = EndpointOf<'unix'>;

/** A Unix socket, 0600: the default where it exists. */
export const unix: Transport<'unix'> = {
  name: 'unix',
  isLocal: true,
  form: 'unix:/PATH',
  settings: ['path'],
  listenerSettings: ['path'],
  fallback: 'tcp',
  existsOn: (platform) => platform !== 'win32',
  isDefaultOn: (platform) => platform !== 'win32',

  fromConfig({ path }) {
    if (!path) throw errors.endpointIncomplete('unix', 'path');
    return { transport: 'unix', path };
  },
  problem({ path }) {
    // Adapter and launcher have different working directories.
    if (!path.startsWith('/')) return `the path "${path}" does not begin with "/"`;
    // Linux takes a socket whose name begins with a zero for one without a file, which everybody may dial.
    if (path.includes('\0')) return 'the path has a zero byte in it';
    return undefined;
  },

  describe: ({ path }) => `the socket ${path}`,
  toText: ({ path }) => `unix:${path}`,
  fromText: (text) => ({ transport: 'unix', path: text.slice('unix:'.length) }),
  toOptions: ({ path }) => ({ '--ipc-path': path }),
  fromOptions: (read) => ({ transport: 'unix', path: read('--ipc-path') }),

  async listen({ path }) {
    const { SocketListener } = await import('../listener.ts');
    const listenOn = (path: string, home?: AsyncDisposable) => {
      const endpoint: UnixEndpoint = { transport: 'unix', path };
      return new SocketListener({
        address: { path: checkedPath(path) },
        where: unix.describe(endpoint),
        bound: () => endpoint,
        file: path,
        home,
      });
    };
    if (path !== undefined) return listenOn(checked(unix, { transport: 'unix', path }).path);
    const { RuntimeDirectory } = await import('../runtime-directory.ts');
    const home = await RuntimeDirectory.create();
    try {
      return listenOn(home.newSocketPath(), home);
    } catch (tooLong) {
      await home[Symbol.asyncDispose]();
      throw tooLong;
    }
  },
  async connect(endpoint, timeoutMs) {
    return dialSocket({ path: checkedPath(endpoint.path) }, unix.describe(endpoint), timeoutMs);
  },
};

/** Size of `sun_path` without its final zero. */
const PATH_LIMIT = process.platform === 'linux' ? 107 : 103;

/** Checked here because some versions of libuv cut a path that is too long, and bind or dial another one. */
export function checkedPath(path: string): string {
  if (Buffer.byteLength(path) > PATH_LIMIT) throw errors.socketPathTooLong(path, PATH_LIMIT);
  return path;
}
