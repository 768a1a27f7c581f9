import { errors } from '../../protocol/errors.ts';

/** Frames that have been acknowledged are cut off from the list once there are so many, to move the rest seldom. */
const CUT = 1024;

/** What one side has said and the other has not yet acknowledged: whole frames, by their numbers. */
export class Outbox {
  #frames: (Uint8Array | undefined)[] = [];
  /** Frames before this index are acknowledged. */
  #first = 0;
  #seen = 0;
  #bytes = 0;

  /** Number of the last message that the other side has acknowledged. */
  get seen(): number {
    return this.#seen;
  }

  /** Number of the last message that was said. */
  get last(): number {
    return this.#seen + this.#frames.length - this.#first;
  }

  /** Size of all that is kept. */
  get bytes(): number {
    return this.#bytes;
  }

  push(frame: Uint8Array): void {
    this.#frames.push(frame);
    this.#bytes += frame.length;
  }

  /** The frame of a number after {@link seen}, up to {@link last}. */
  frame(number: number): Uint8Array {
    return this.#frames[this.#first + number - this.#seen - 1]!;
  }

  /**
   * Forgets what has been seen. Throws `link.number` for what was never said, and for what was acknowledged and forgotten.
   */
  acknowledge(seen: number): void {
    if (seen > this.last) throw errors.linkNumber(`${seen} was seen of ${this.last} messages`);
    if (seen < this.#seen) throw errors.linkNumber(`${this.#seen} had been seen, and now only ${seen}`);
    for (; this.#seen < seen; this.#seen += 1) {
      this.#bytes -= this.#frames[this.#first]!.length;
      this.#frames[this.#first] = undefined;
      this.#first += 1;
    }
    if (this.#first < CUT && this.#first < this.#frames.length) return;
    this.#frames.splice(0, this.#first);
    this.#first = 0;
  }
}
