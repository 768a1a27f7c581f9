import type { InspectorSocket } from '../../inspector/inspector-socket.ts';
import { type Deferred, deferred } from '../../util/deferred.ts';

interface Answer {
  readonly id?: number;
  readonly error?: { readonly message: string };
  readonly result?: {
    readonly result: { readonly value?: unknown };
    readonly exceptionDetails?: {
      readonly text: string;
      readonly exception?: { readonly description?: string };
    };
  };
}

/** Expressions that are evaluated in a program by way of its inspector. */
export class InspectorCalls {
  readonly #socket: InspectorSocket;
  readonly #pending = new Map<number, Deferred<unknown>>();
  #lastId = 0;
  #isClosed = false;

  constructor(socket: InspectorSocket) {
    this.#socket = socket;
    socket.onText((text) => this.#receive(JSON.parse(text) as Answer));
    socket.onClose(() => this.#end());
  }

  /** It was closed, by us or by the other side, or the program has ended. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Resolves with the value, as JSON has it, or with that of a promise, for which a busy program has no time. Rejects with
   * the text of what was thrown.
   */
  evaluate(expression: string, { awaitPromise = false } = {}): Promise<unknown> {
    this.#lastId += 1;
    const answer = deferred<unknown>();
    this.#pending.set(this.#lastId, answer);
    const params = { expression, awaitPromise, returnByValue: true, silent: true };
    this.#socket.send(JSON.stringify({ id: this.#lastId, method: 'Runtime.evaluate', params }));
    return answer.promise;
  }

  close(): void {
    this.#socket.close();
    this.#end();
  }

  #receive({ id, error, result }: Answer): void {
    const answer = id === undefined ? undefined : this.#pending.get(id);
    if (!answer) return;
    this.#pending.delete(id!);
    const thrown = result?.exceptionDetails;
    if (error) answer.reject(new Error(error.message));
    else if (thrown) answer.reject(new Error(thrown.exception?.description ?? thrown.text));
    else answer.resolve(result?.result.value);
  }

  #end(): void {
    this.#isClosed = true;
    for (const answer of this.#pending.values()) answer.reject(new Error('the inspector was closed'));
    this.#pending.clear();
  }
}
