import { ByteQueue } from '../byte-queue.ts';
import { errors } from '../errors.ts';
import type { JsonDecoder } from './framing.ts';
import { bytesOf, textOf } from './utf8.ts';

/** Takes the header of a message off the front and returns what it says the length is; undefined while it is not all there. */
export type ReadLength = (bytes: ByteQueue) => number | undefined;

/** A message behind the header that `headerOf` writes for its length. */
export function withLength(headerOf: (length: number) => string, json: string): Uint8Array {
  const body = bytesOf(json);
  const header = bytesOf(headerOf(body.length));
  const message = new Uint8Array(header.length + body.length);
  message.set(header);
  message.set(body, header.length);
  return message;
}

const LINE_ENDS: ReadonlySet<number | undefined> = new Set([0x0a, 0x0d]);

/** Messages whose length is said before each. Ends of lines between them mean nothing: `echo` writes one. */
export class LengthDecoder implements JsonDecoder {
  readonly #readLength: ReadLength;
  readonly #maxBytes: number;
  readonly #bytes = new ByteQueue();
  /** Of the message that has begun. */
  #length: number | undefined;
  #failure: Error | undefined;

  constructor(readLength: ReadLength, maxBytes: number) {
    this.#readLength = readLength;
    this.#maxBytes = maxBytes;
  }

  get isBetween(): boolean {
    return this.#length === undefined && this.#bytes.length === 0;
  }

  *push(chunk: Uint8Array): Generator<string, void, undefined> {
    if (this.#failure) throw this.#failure;
    this.#bytes.push(chunk);
    try {
      for (;;) {
        this.#length ??= this.#nextLength();
        if (this.#length === undefined || this.#bytes.length < this.#length) return;
        const text = textOf(this.#bytes.take(this.#length));
        this.#length = undefined;
        yield text;
      }
    } catch (failure) {
      this.#failure = failure as Error;
      this.#bytes.clear();
      throw failure;
    }
  }

  end(): void {
    if (this.#failure) return;
    if (this.#length !== undefined) throw errors.frameTruncated(this.#length - this.#bytes.length);
    if (this.#bytes.length > 0) throw errors.frameTruncated();
  }

  #nextLength(): number | undefined {
    while (LINE_ENDS.has(this.#bytes.peek(0))) this.#bytes.take(1);
    if (this.#bytes.length === 0) return undefined;
    const length = this.#readLength(this.#bytes);
    if (length !== undefined && length > this.#maxBytes) throw errors.frameTooLong(length, this.#maxBytes);
    return length;
  }
}
