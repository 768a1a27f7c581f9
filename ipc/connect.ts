import { connect as connectSocket, type Socket } from 'node:net';
import { errors } from '../protocol/errors.ts';
import { socketFailure, toSocketAddress } from './socket-address.ts';
import { timeLimit } from './time-limit.ts';
import { describeEndpoint, type Endpoint } from './transport-config.ts';

export const CONNECT_LIMIT_MS = 10_000;

/**
 * Dials an endpoint. Throws `ipc.connectFailed`, `ipc.socketPathTooLong`, or `ipc.connectTimeout` after `timeoutMs` milliseconds.
 *
 * This is a module of its own because the launcher, which must load in milliseconds, needs nothing else of `node:`.
 */
export async function connect(endpoint: Endpoint, timeoutMs = CONNECT_LIMIT_MS): Promise<Socket> {
  const where = describeEndpoint(endpoint);
  // A debugger's small frames wait for nobody's acknowledgement: noDelay.
  const socket = connectSocket({ ...toSocketAddress(endpoint), noDelay: true });
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: Error) => {
      limit[Symbol.dispose]();
      socket.destroy();
      reject(reason);
    };
    const refused = (error: Error) => fail(errors.connectFailed(where, socketFailure(error)));
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
