type Listener<T> = (value: T) => void;

/**
 * Reports what a listener threw. Only a bug of ours gets here, so it must be seen, but it may neither end the caller's
 * loop nor the process: stdout and the exit code belong to the program.
 */
function reportListenerError(thrown: unknown): void {
  process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
}

/**
 * Hands values to listeners in the order they were posted. What is posted while nobody listens waits for the next
 * listener, so that the one who creates a stream of values need not know who will read it.
 *
 * A listener that throws is reported as a process warning; the others, and all later values, are served regardless.
 */
export class Mailbox<T> {
  readonly #listeners = new Set<Listener<T>>();
  readonly #drained: () => void;
  #waiting: T[] = [];

  /** `drained` is called each time values had to wait and all of them have now been delivered. */
  constructor(drained: () => void = () => {}) {
    this.#drained = drained;
  }

  /** True while values wait for a listener. */
  get holding(): boolean {
    return this.#waiting.length > 0;
  }

  post(value: T): void {
    if (this.holding || this.#listeners.size === 0) this.#waiting.push(value);
    else this.#deliver(value);
  }

  /** Values that waited are delivered in a microtask, so the subscriber can finish its own set-up first. */
  subscribe(listener: Listener<T>): Disposable {
    this.#listeners.add(listener);
    if (this.holding) queueMicrotask(() => this.drain());
    return {
      [Symbol.dispose]: () => {
        this.#listeners.delete(listener);
      },
    };
  }

  /** Delivers at once what waits, as far as there is somebody to take it. */
  drain(): void {
    if (!this.holding) return;
    while (this.holding && this.#listeners.size > 0) this.#deliver(this.#waiting.shift()!);
    if (!this.holding) this.#drained();
  }

  /** Forgets listeners and waiting values. */
  clear(): void {
    this.#listeners.clear();
    this.#waiting = [];
  }

  #deliver(value: T): void {
    for (const listener of this.#listeners) {
      try {
        listener(value);
      } catch (thrown) {
        reportListenerError(thrown);
      }
    }
  }
}
