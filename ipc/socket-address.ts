import { errors } from '../protocol/errors.ts';
import type { Endpoint } from './transport-config.ts';

/** What `net.listen` and `net.connect` both understand. */
export type SocketAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/** An endpoint for `node:net`. Throws `ipc.socketPathTooLong`. */
export function toSocketAddress(endpoint: Endpoint): SocketAddress {
  switch (endpoint.transport) {
    case 'unix':
      return { path: checkedSocketPath(endpoint.path) };
    case 'pipe':
      return { path: pipePath(endpoint.pipeName) };
    case 'tcp':
      return { host: endpoint.host, port: endpoint.port };
  }
}

/** Size of `sun_path` without its final zero. */
const SOCKET_PATH_LIMIT = process.platform === 'linux' ? 107 : 103;

/** Checked here because some versions of libuv cut a path that is too long, and bind or dial another one. */
function checkedSocketPath(path: string): string {
  if (Buffer.byteLength(path) > SOCKET_PATH_LIMIT) throw errors.socketPathTooLong(path, SOCKET_PATH_LIMIT);
  return path;
}

const PIPE_PREFIX = '\\\\.\\pipe\\';

function pipePath(pipeName: string): string {
  return pipeName.startsWith(PIPE_PREFIX) ? pipeName : PIPE_PREFIX + pipeName;
}

/** Why a socket failed, for a message. Node's "happy eyeballs" throw an AggregateError that has a code but no text. */
export function socketFailure(error: NodeJS.ErrnoException): string {
  return error.message || error.code || 'unknown error';
}
