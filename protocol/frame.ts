import { ByteQueue } from './byte-queue.ts';
import { errors } from './errors.ts';

/** "DP", the first two bytes of every frame. */
export const MAGIC = [0x44, 0x50] as const;
const WIRE_VERSION = 1;
export const HEADER_LENGTH = 8;
/** Longest accepted payload in bytes, unless configured otherwise. */
export const DEFAULT_MAX_PAYLOAD = 64 * 1024 * 1024;

/** Events are what the debuggee says, responses included; commands are what the adapter says. */
export const FrameKind = { event: 1, command: 2 } as const;
export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind];

export interface Frame {
  readonly kind: FrameKind;
  /** UTF-8 JSON. May share memory with the chunk it came in: use it before the next chunk or copy it. */
  readonly payload: Uint8Array;
}

/** Writes the eight header bytes of a frame at `offset` of `target`. */
export function writeHeader(target: Uint8Array, kind: FrameKind, payloadLength: number, offset = 0): void {
  target[offset] = MAGIC[0];
  target[offset + 1] = MAGIC[1];
  target[offset + 2] = WIRE_VERSION;
  target[offset + 3] = kind;
  target[offset + 4] = payloadLength >>> 24;
  target[offset + 5] = payloadLength >>> 16;
  target[offset + 6] = payloadLength >>> 8;
  target[offset + 7] = payloadLength;
}

/**
 * Cuts a byte stream into frames, however it was chunked. Work and memory are linear in the input: bytes are copied
 * at most once, and nothing is allocated on the word of a header alone.
 *
 * A violation throws a `TandemError` (`frame.*`). The stream cannot be resynchronised after that, so the decoder
 * refuses all further input with the same error.
 */
export class FrameDecoder {
  /** Longest accepted payload in bytes. May be changed at any time; a frame that has begun keeps its limit. */
  maxPayload: number;
  readonly #bytes = new ByteQueue();
  #header: { kind: FrameKind; length: number } | undefined;
  #failure: Error | undefined;

  constructor(maxPayload = DEFAULT_MAX_PAYLOAD) {
    this.maxPayload = maxPayload;
  }

  /** Feeds one chunk and yields the frames that it completes. Must be drained before the next call. */
  *push(chunk: Uint8Array): Generator<Frame, void, undefined> {
    if (this.#failure) throw this.#failure;
    this.#bytes.push(chunk);
    try {
      for (;;) {
        this.#header ??= this.#readHeader();
        if (!this.#header || this.#bytes.length < this.#header.length) return;
        const { kind, length } = this.#header;
        this.#header = undefined;
        yield { kind, payload: this.#bytes.take(length) };
      }
    } catch (failure) {
      this.#failure = failure as Error;
      this.#bytes.clear();
      throw failure;
    }
  }

  /** Call when the stream has ended: throws when it ended inside a frame. */
  end(): void {
    if (this.#failure) return;
    const missing = this.#header
      ? this.#header.length - this.#bytes.length
      : HEADER_LENGTH - this.#bytes.length;
    if (this.#header || this.#bytes.length > 0) throw errors.frameTruncated(missing);
  }

  #readHeader(): { kind: FrameKind; length: number } | undefined {
    // A wrong first byte is reported at once: a stranger that sends less than a header would otherwise just hang.
    this.#checkMagic();
    if (this.#bytes.length < HEADER_LENGTH) return undefined;
    const bytes = this.#bytes.take(HEADER_LENGTH);
    const version = bytes[2]!;
    const kind = bytes[3]!;
    const length = bytes[4]! * 0x1000000 + ((bytes[5]! << 16) | (bytes[6]! << 8) | bytes[7]!);
    if (version !== WIRE_VERSION) throw errors.frameVersion(version, WIRE_VERSION);
    if (kind !== FrameKind.event && kind !== FrameKind.command) throw errors.frameKind(kind);
    if (length > this.maxPayload) throw errors.frameTooLong(length, this.maxPayload);
    return { kind, length };
  }

  #checkMagic(): void {
    const first = this.#bytes.peek(0);
    const second = this.#bytes.peek(1);
    if ((first !== undefined && first !== MAGIC[0]) || (second !== undefined && second !== MAGIC[1])) {
      const seen = [first, second].filter((byte) => byte !== undefined);
      throw errors.frameMagic(seen.map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(' '));
    }
  }
}
