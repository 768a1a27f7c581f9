import type { DebugProtocol } from '@vscode/debugprotocol';
import { timeLimit } from '../../ipc/time-limit.ts';
import { deferred } from '../util/deferred.ts';

type Body = DebugProtocol.Response['body'];

/**
 * What we ask of the client, and its answers. The protocol library could do this, but each of its requests keeps a timer,
 * and with it the session, for all of its limit, also when it was answered long ago.
 */
export class ReverseRequests {
  readonly #waiting = new Map<number, (response: DebugProtocol.Response) => void>();

  /** @param send Sends the request and returns its number. Rejects with the client's reason, or when it gives none in time. */
  async ask(send: () => number, limitMs: number): Promise<Body> {
    const answer = deferred<Body>();
    const seq = send();
    const limit = timeLimit(limitMs, () => answer.reject(new Error('it did not answer in time')));
    this.#waiting.set(seq, ({ success, message, body }) => {
      if (success) answer.resolve(body);
      else answer.reject(new Error(message ?? 'the client gave no reason'));
    });
    try {
      return await answer.promise;
    } finally {
      limit[Symbol.dispose]();
      this.#waiting.delete(seq);
    }
  }

  answered(response: DebugProtocol.Response): void {
    this.#waiting.get(response.request_seq)?.(response);
  }
}
