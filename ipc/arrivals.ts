import { errors, type TandemError } from '../protocol/errors.ts';
import { timeLimit } from './time-limit.ts';

interface Taker<T> {
  resolve(value: T): void;
  reject(reason: TandemError): void;
}

/** Values that arrive, and those who wait for them: first come, first served on both sides. */
export class Arrivals<T> {
  readonly #unclaimed = new Set<T>();
  readonly #takers = new Set<Taker<T>>();
  #closed: TandemError | undefined;

  add(value: T): void {
    const [taker] = this.#takers;
    if (taker) taker.resolve(value);
    else this.#unclaimed.add(value);
  }

  /** Forgets a value that nobody took. */
  remove(value: T): void {
    this.#unclaimed.delete(value);
  }

  /** Rejects with `ipc.acceptTimeout` after `timeoutMs` milliseconds, and with the reason of `close`. */
  take(timeoutMs: number): Promise<T> {
    if (this.#closed) return Promise.reject(this.#closed);
    const [value] = this.#unclaimed;
    if (value !== undefined) {
      this.#unclaimed.delete(value);
      return Promise.resolve(value);
    }
    return new Promise<T>((resolve, reject) => {
      const settle = (act: () => void) => {
        limit[Symbol.dispose]();
        this.#takers.delete(taker);
        act();
      };
      const taker: Taker<T> = {
        resolve: (value) => settle(() => resolve(value)),
        reject: (reason) => settle(() => reject(reason)),
      };
      const limit = timeLimit(timeoutMs, () => taker.reject(errors.acceptTimeout(timeoutMs)));
      this.#takers.add(taker);
    });
  }

  /** Rejects everyone who waits, now and later, and returns what nobody took. */
  close(reason: TandemError): Iterable<T> {
    this.#closed ??= reason;
    for (const taker of this.#takers) taker.reject(this.#closed);
    return this.#unclaimed;
  }
}
