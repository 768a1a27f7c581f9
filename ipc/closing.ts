import type { TandemError } from '../protocol/errors.ts';
import { Mailbox } from './mailbox.ts';

/** The one end of a connection: its reason, and who is told. */
export class Closing {
  readonly #listeners = new Mailbox<TandemError>();
  readonly #drain: () => void;
  #reason: TandemError | undefined;

  /** @param drain delivers the messages that still wait: nobody may hear of the end before them */
  constructor(drain: () => void) {
    this.#drain = drain;
  }

  get ended(): boolean {
    return this.#reason !== undefined;
  }

  /**
   * Ends it, if it has not ended.
   * @param first what is to be done when the connection is over and nobody has been told yet
   */
  end(reason: TandemError, first: () => void = () => {}): void {
    if (this.#reason) return;
    this.#reason = reason;
    first();
    this.#listeners.post(reason);
    this.#listeners.clear();
  }

  /** Called exactly once; in a microtask, when the connection has ended before. */
  onClose(listener: (reason: TandemError) => void): Disposable {
    if (!this.#reason) return this.#listeners.subscribe(listener);
    queueMicrotask(this.#drain);
    const past = new Mailbox<TandemError>();
    past.post(this.#reason);
    return past.subscribe(listener);
  }
}
