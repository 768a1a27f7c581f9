import { errors } from '../errors.ts';
import { DEFAULT_MAX_PAYLOAD } from '../frame.ts';
import { joined } from '../joined.ts';
import type { JsonDecoder, JsonFraming } from './framing.ts';
import { textOf } from './utf8.ts';

const NEWLINE = 0x0a;
const BLANKS: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0d]);

/** One message a line. Empty lines mean nothing, and `\r\n` ends a line as `\n` does: people type, too. */
export const LINES: JsonFraming = {
  name: 'lines',
  encode: (json) => `${json}\n`,
  decoder: (maxBytes = DEFAULT_MAX_PAYLOAD) => new LinesDecoder(maxBytes),
};

class LinesDecoder implements JsonDecoder {
  readonly #maxBytes: number;
  /** What there is of a line whose end has not come. */
  #parts: Uint8Array[] = [];
  #length = 0;
  #failure: Error | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isBetween(): boolean {
    return this.#length === 0;
  }

  *push(chunk: Uint8Array): Generator<string, void, undefined> {
    if (this.#failure) throw this.#failure;
    try {
      let rest = chunk;
      for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
        this.#add(rest.subarray(0, end));
        rest = rest.subarray(end + 1);
        const line = this.#take();
        if (line.length > 0) yield textOf(line);
      }
      this.#add(rest);
    } catch (failure) {
      this.#failure = failure as Error;
      this.#parts = [];
      throw failure;
    }
  }

  end(): void {
    if (!this.#failure && this.#take().length > 0) throw errors.frameTruncated();
  }

  #add(part: Uint8Array): void {
    if (part.length === 0) return;
    this.#length += part.length;
    // One more is the `\r` at its end.
    if (this.#length > this.#maxBytes + 1) throw errors.frameTooLong(this.#length, this.#maxBytes);
    this.#parts.push(part);
  }

  /** The line, without the blanks around it. */
  #take(): Uint8Array {
    const line = trimmed(joined(this.#parts, this.#length));
    this.#parts = [];
    this.#length = 0;
    if (line.length > this.#maxBytes) throw errors.frameTooLong(line.length, this.#maxBytes);
    return line;
  }
}

function trimmed(bytes: Uint8Array): Uint8Array {
  let start = 0;
  let end = bytes.length;
  while (start < end && BLANKS.has(bytes[start])) start += 1;
  while (end > start && BLANKS.has(bytes[end - 1])) end -= 1;
  return bytes.subarray(start, end);
}
