/** How messages that are JSON texts share one stream of bytes. What the messages say is not its business. */
export interface JsonFraming {
  readonly name: string;
  /** One message, to be written in one call. `json` is as `JSON.stringify` writes it: without line breaks of its own. */
  encode(json: string): Uint8Array | string;
  /** A new decoder, for one stream. `maxBytes` is the longest message that it accepts, in bytes of UTF-8. */
  decoder(maxBytes?: number): JsonDecoder;
}

/**
 * Bytes to JSON texts, however they were chunked. Work and memory are linear in the input, and nothing is allocated on the
 * word of a length alone. A violation throws a `TandemError` (`frame.*`); all further input is refused with the same one.
 */
export interface JsonDecoder {
  /** What comes next is the beginning of a message. */
  readonly isBetween: boolean;
  /** Feeds one chunk and yields the messages that it completes. Must be drained before the next call. */
  push(chunk: Uint8Array): Iterable<string>;
  /** Call when the stream has ended: throws `frame.truncated` when it ended inside a message. */
  end(): void;
}
