import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { errors } from '../../protocol/errors.ts';
import { timeLimit } from '../time-limit.ts';
import { MAX_MESSAGE, WebSocketStream } from './web-socket-stream.ts';

/** Dials a WebSocket. Throws `ipc.connectFailed`, or `ipc.connectTimeout` after `timeoutMs` milliseconds. */
export function dialWebSocket(url: string, timeoutMs: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      // Frames are small, and compressing them with a window for each connection costs more than it saves.
      perMessageDeflate: false,
      maxPayload: MAX_MESSAGE,
    });
    const fail = (reason: Error) => {
      limit[Symbol.dispose]();
      // It reports its end once more, which is no news.
      socket.on('error', () => {});
      socket.terminate();
      reject(reason);
    };
    const refused = (error: Error) => {
      const failure = errors.connectFailed(url, error.message);
      // Whether nobody listens, or something else is wrong.
      failure.cause = error;
      fail(failure);
    };
    const limit = timeLimit(timeoutMs, () => fail(errors.connectTimeout(url, timeoutMs)));
    socket.once('error', refused);
    socket.once('open', () => {
      limit[Symbol.dispose]();
      socket.off('error', refused);
      resolve(new WebSocketStream(socket));
    });
  });
}
