import type { Carrier } from '../connection.ts';
import { timeLimit } from '../time-limit.ts';
import { Outbox } from './outbox.ts';

export interface OutflowOptions {
  readonly carrier: Carrier;
  /** More bytes than this, unacknowledged, are congestion. */
  readonly window: number;
  /** Called with each message that is written. */
  readonly wrote: () => void;
}

/** What one side of a link says: kept until the other side has it, and written to one carrier after the other. */
export class Outflow {
  readonly #outbox = new Outbox();
  readonly #window: number;
  readonly #wrote: () => void;
  /** Called whenever it may have become possible to write, or impossible for good. */
  readonly #waits = new Set<() => void>();
  /** The last one that there was, also while there is none. */
  #carrier: Carrier;
  #riding = false;
  #keeps = true;
  #over = false;
  #written = 0;
  #blocked = false;
  #congested: Promise<void> | undefined;

  constructor({ carrier, window, wrote }: OutflowOptions) {
    this.#carrier = carrier;
    this.#window = window;
    this.#wrote = wrote;
  }

  /** Number of the last message that was said. */
  get last(): number {
    return this.#outbox.last;
  }

  /** Number of the last message that the other side has. */
  get acknowledged(): number {
    return this.#outbox.seen;
  }

  /** The first message, for as long as it is kept. */
  get first(): Uint8Array | undefined {
    return this.#outbox.seen === 0 && this.#outbox.last > 0 ? this.#outbox.frame(1) : undefined;
  }

  /** Number of the last message that was handed to the carrier. */
  get written(): number {
    return this.#written;
  }

  /** The carrier takes no more for now. */
  get blocked(): boolean {
    return this.#blocked;
  }

  get congested(): Promise<void> | undefined {
    if (!this.#isCongested) return undefined;
    this.#congested ??= new Promise((resolve) => {
      const check = () => {
        if (this.#isCongested) return;
        this.#waits.delete(check);
        this.#congested = undefined;
        resolve();
      };
      this.#waits.add(check);
    });
    return this.#congested;
  }

  say(frame: Uint8Array): void {
    this.#outbox.push(frame);
    if (this.#riding && !this.#blocked) this.#write(this.#outbox.last);
  }

  /** Goes on with a carrier, behind the message that the other side has `seen` last. */
  ride(carrier: Carrier, seen: number): void {
    this.#carrier = carrier;
    this.#riding = true;
    this.#written = seen;
    this.#pump();
  }

  /** There is no carrier any more. */
  pause(): void {
    this.#riding = false;
    this.#blocked = false;
  }

  /** The other side has everything up to a message. Throws as {@link Outbox.acknowledge} does. */
  acknowledge(seen: number): void {
    this.#outbox.acknowledge(seen);
    this.#relieve();
  }

  /** The other side acknowledges nothing, and will not ask for anything once more. */
  keepNothing(): void {
    this.#keeps = false;
    this.#outbox.acknowledge(this.#written);
  }

  /** Writes all that waits, although the carrier may not take more. */
  writeRest(): void {
    while (this.#written < this.#outbox.last) this.#write(this.#written + 1);
  }

  /** As `Connection.flush`. */
  flush(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (written: boolean) => {
        limit[Symbol.dispose]();
        this.#waits.delete(attempt);
        resolve(written);
      };
      const attempt = () => {
        const isWritten = this.#written === this.#outbox.last;
        if (this.#over && !isWritten) return settle(false);
        if (!isWritten || (!this.#over && !this.#riding)) return;
        void this.#carrier.flush(timeoutMs).then((flushed) => {
          if (flushed || this.#over) settle(flushed);
        });
      };
      const limit = timeLimit(timeoutMs, () => settle(false));
      this.#waits.add(attempt);
      attempt();
    });
  }

  /** Nothing is written any more. */
  end(): void {
    this.#over = true;
    this.#relieve();
  }

  get #isCongested(): boolean {
    return !this.#over && (this.#blocked || this.#outbox.bytes > this.#window);
  }

  #write(number: number): void {
    this.#written = number;
    this.#wrote();
    const carrier = this.#carrier;
    if (!carrier.write(this.#outbox.frame(number))) {
      this.#blocked = true;
      void (carrier.congested ?? Promise.resolve()).then(() => {
        if (carrier !== this.#carrier || !this.#riding) return;
        this.#blocked = false;
        this.#pump();
      });
    }
    if (!this.#keeps) this.#outbox.acknowledge(number);
  }

  /** Writes what waits, as far as the carrier takes it. */
  #pump(): void {
    while (!this.#blocked && this.#written < this.#outbox.last) this.#write(this.#written + 1);
    this.#relieve();
  }

  #relieve(): void {
    for (const wait of this.#waits) wait();
  }
}
