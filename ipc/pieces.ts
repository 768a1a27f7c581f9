import { errors } from '../protocol/errors.ts';

/**
 * The pieces that several streams are cut into on their way through one pipe:
 *
 * | bytes | |
 * | --- | --- |
 * | 3 | `00 44 4D` |
 * | 1 | kind |
 * | 4 | number of the stream, unsigned, big-endian |
 * | 4 | length of what follows, the same way |
 *
 * They begin with a byte that no text has, so that what somebody else writes between them is told apart and passed on.
 */
export const PieceKind = {
  data: 1,
  /** Nothing more will be written. */
  end: 2,
  /** Nothing more will be written or read. */
  close: 3,
  /** So many more bytes (unsigned, big-endian) may be sent. */
  window: 4,
} as const;
export type PieceKind = (typeof PieceKind)[keyof typeof PieceKind];

export interface Piece {
  readonly kind: PieceKind;
  readonly stream: number;
  readonly bytes: Buffer;
}

const MAGIC = Buffer.from([0x00, 0x44, 0x4d]);
const HEADER_LENGTH = 12;
/** Longest piece that is taken, in bytes. */
const MAX_LENGTH = 1024 * 1024;

export function pieceHeader(kind: PieceKind, stream: number, length: number): Buffer {
  const header = Buffer.allocUnsafe(HEADER_LENGTH);
  MAGIC.copy(header);
  header[3] = kind;
  header.writeUInt32BE(stream, 4);
  header.writeUInt32BE(length, 8);
  return header;
}

/** Finds the pieces in a stream of bytes, however it was chunked, and what stands between them. */
export class PieceReader {
  readonly #onNoise: (bytes: Buffer) => void;
  #rest: Buffer[] = [];
  #length = 0;
  /** How long the piece is that has begun, header and all; 0 before its header is there. */
  #needed = 0;

  constructor(onNoise: (bytes: Buffer) => void) {
    this.#onNoise = onNoise;
  }

  /** Yields the pieces that the chunk completes. Throws `pipe.garbled` for one that nobody can have sent. */
  *push(chunk: Buffer): Generator<Piece, void, undefined> {
    this.#rest.push(chunk);
    this.#length += chunk.length;
    // Not joined before there is enough: a long piece that comes in many chunks would be copied again with each.
    if (this.#length < this.#needed && chunk.length < this.#length) return;
    let bytes: Buffer = Buffer.concat(this.#rest, this.#length);
    for (;;) {
      bytes = this.#skipNoise(bytes);
      this.#needed = 0;
      if (bytes.length < HEADER_LENGTH) break;
      const length = bytes.readUInt32BE(8);
      const kind = bytes[3]!;
      if (kind < PieceKind.data || kind > PieceKind.window || length > MAX_LENGTH) throw errors.pipeGarbled();
      this.#needed = HEADER_LENGTH + length;
      if (bytes.length < this.#needed) break;
      yield {
        kind: kind as PieceKind,
        stream: bytes.readUInt32BE(4),
        bytes: bytes.subarray(HEADER_LENGTH, this.#needed),
      };
      bytes = bytes.subarray(this.#needed);
    }
    this.#rest = bytes.length > 0 ? [bytes] : [];
    this.#length = bytes.length;
  }

  /** What begins with a piece, or with what may become one. */
  #skipNoise(bytes: Buffer): Buffer {
    let start = 0;
    while (
      start < bytes.length &&
      !MAGIC.subarray(0, bytes.length - start).equals(bytes.subarray(start, start + 3))
    ) {
      const next = bytes.indexOf(MAGIC[0]!, start + 1);
      start = next < 0 ? bytes.length : next;
    }
    if (start > 0) this.#onNoise(bytes.subarray(0, start));
    return bytes.subarray(start);
  }
}
