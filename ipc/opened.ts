import type { EventEmitter } from 'node:events';
import { errors } from '../protocol/errors.ts';
import { timeLimit } from './time-limit.ts';

export interface Dialled<T> {
  readonly socket: EventEmitter;
  /** The event that says that it is open. */
  readonly opens: 'connect' | 'open';
  /** What a message calls the other side. */
  readonly where: string;
  readonly timeoutMs: number;
  /** Called in the turn in which it opens: what comes next may be lost on whoever is later. */
  readonly take: () => T;
  /** Gets rid of a socket that does not open. */
  readonly abandon: () => void;
}

/**
 * Resolves with what `take` makes of a socket that is being dialled, once it is open. Rejects with `ipc.connectFailed`, or
 * with `ipc.connectTimeout` after `timeoutMs` milliseconds.
 */
export function opened<T>({ socket, opens, where, timeoutMs, take, abandon }: Dialled<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = (reason: Error) => {
      limit[Symbol.dispose]();
      abandon();
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
    socket.once(opens, () => {
      limit[Symbol.dispose]();
      socket.off('error', refused);
      resolve(take());
    });
  });
}

/** Why a socket failed, for a message. Node's "happy eyeballs" throw an AggregateError that has a code but no text. */
export function socketFailure(error: NodeJS.ErrnoException): string {
  return error.message || error.code || 'unknown error';
}
