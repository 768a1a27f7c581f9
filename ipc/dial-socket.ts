import { connect as connectSocket, type Socket } from 'node:net';
import { errors } from '../protocol/errors.ts';
import { timeLimit } from './time-limit.ts';

/** What `net.listen` and `net.connect` both understand. */
export type SocketAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/**
 * Dials a socket; `where` names it in a message. Throws `ipc.connectFailed`, or `ipc.connectTimeout` after `timeoutMs`
 * milliseconds.
 */
export async function dialSocket(address: SocketAddress, where: string, timeoutMs: number): Promise<Socket> {
  // A debugger's small frames wait for nobody's acknowledgement: noDelay.
  const socket = connectSocket({ ...address, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: Error) => {
      limit[Symbol.dispose]();
      socket.destroy();
      reject(reason);
    };
    const refused = (error: Error) => {
      const failure = errors.connectFailed(where, socketFailure(error));
      // Whether nobody listens, or something else is wrong.
      failure.cause = error;
      fail(failure);
    };
    const limit = timeLimit(timeoutMs, () => fail(errors.connectTimeout(where, timeoutMs)));
    socket.once('error', refused);
    socket.once('connect', () => {
      limit[Symbol.dispose]();
      socket.off('error', refused);
      resolve();
    });
  });
  return socket;
}

/** Why a socket failed, for a message. Node's "happy eyeballs" throw an AggregateError that has a code but no text. */
export function socketFailure(error: NodeJS.ErrnoException): string {
  return error.message || error.code || 'unknown error';
}
