/** Longest time that messages are kept back, in milliseconds. */
const PATIENCE = 1000;

/**
 * Keeps messages to a thread back for a moment. One that arrives between the begin of an evaluation and a pause in it is
 * never looked at by Node, nor is any that comes after it: the thread would stay paused for ever.
 */
export class Gate {
  #waiting: (() => void)[] | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Sends now, or when the gate opens; in the order of the calls. */
  pass(send: () => void): void {
    if (this.#waiting) this.#waiting.push(send);
    else send();
  }

  close(): void {
    if (this.#waiting) return;
    this.#waiting = [];
    this.#timer = setTimeout(() => this.open(), PATIENCE);
  }

  open(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    clearTimeout(this.#timer);
    for (const send of waiting) send();
  }
}
