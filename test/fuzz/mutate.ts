/** Numbers that are often on the edge of something. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** Longest input that is tried, in bytes. */
const MAX_LENGTH = 4096;

/** Makes inputs of inputs. The same seed makes the same ones. */
export class Mutator {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }

  /** A whole number from 0 on, and below a limit. */
  below(limit: number): number {
    // xorshift32
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % limit;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** One of the corpus, changed in a few places. */
  mutated(corpus: readonly Uint8Array[], words: readonly string[]): Uint8Array {
    let bytes: Buffer = Buffer.from(this.of(corpus));
    for (let change = 1 << this.below(4); change > 0; change -= 1)
      bytes = this.#changed(bytes, corpus, words);
    return bytes.subarray(0, MAX_LENGTH);
  }

  #changed(bytes: Buffer, corpus: readonly Uint8Array[], words: readonly string[]): Buffer {
    const at = this.below(bytes.length + 1);
    const length = this.below(Math.min(bytes.length - at, 1 << this.below(10)) + 1);
    const insert = (piece: Uint8Array) => Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
    switch (this.below(9)) {
      case 0:
        if (at < bytes.length) bytes[at]! ^= 1 << this.below(8);
        return bytes;
      case 1:
        if (at < bytes.length) bytes[at] = this.below(256);
        return bytes;
      case 2:
        if (at + 4 <= bytes.length) bytes.writeUInt32BE(this.of(EDGES), at);
        return bytes;
      case 3:
        return insert(Buffer.from([this.below(256)]));
      case 4:
        return insert(Buffer.from(this.of(words)));
      case 5:
        return insert(bytes.subarray(at, at + length));
      case 6:
        return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
      case 7:
        return Buffer.from(bytes.subarray(0, at));
      default: {
        const other = this.of(corpus);
        const from = this.below(other.length + 1);
        return insert(other.subarray(from, from + this.below(other.length - from + 1)));
      }
    }
  }
}
