import {
  FRAME_END,
  frameStart,
  MAX_HEADER,
  type OutputRecord,
  parseHeader,
} from '../../protocol/output-record.ts';

/** A piece of one stream: bytes, and what the launcher has said about them. */
export interface Piece {
  readonly bytes: Uint8Array;
  /** Absent for what was written past the program's own streams: by native code, or by a child of the program. */
  readonly record?: OutputRecord;
  /** Place of the record among those of both streams. */
  readonly seq?: number;
}

interface OpenFrame {
  readonly record: OutputRecord;
  readonly seq: number;
  missing: number;
  chunks: Buffer[];
  size: number;
}

/** What a huge write is cut into, so that nobody has to keep it whole. */
const MAX_PIECE = 1024 * 1024;

const END = Buffer.from(FRAME_END, 'latin1');
const PLAIN: OutputRecord = { kind: 'text', entry: 0, indent: 0, site: '' };

/** Takes the frames of one stream apart, wherever its chunks are cut. What is no frame of this session's is output. */
export class FrameReader {
  readonly #start: Buffer;
  /** The beginning of what may become a header. */
  #rest: Buffer | undefined;
  #frame: OpenFrame | undefined;

  constructor(key: string) {
    this.#start = Buffer.from(frameStart(key), 'latin1');
  }

  *read(chunk: Buffer): Iterable<Piece> {
    const data = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = undefined;
    let at = 0;
    while (at < data.length) {
      if (this.#frame) {
        const end = Math.min(data.length, at + this.#frame.missing);
        yield* this.#fill(this.#frame, data.subarray(at, end));
        at = end;
        continue;
      }
      const start = this.#startIn(data, at);
      if (start > at) yield { bytes: data.subarray(at, start) };
      const text = start + this.#start.length;
      const end = text < data.length ? data.indexOf(END, text) : -1;
      if (end < 0 && data.length - start <= MAX_HEADER) {
        // It may go on in the next chunk.
        if (start < data.length) this.#rest = data.subarray(start);
        return;
      }
      const header = end < 0 ? undefined : parseHeader(data.toString('utf8', text, end));
      if (!header) {
        yield { bytes: data.subarray(start, text) };
        at = text;
        continue;
      }
      const { record, seq, bytes } = header;
      at = end + END.length;
      if (bytes === 0) yield { bytes: Buffer.alloc(0), record, seq };
      else this.#frame = { record, seq, missing: bytes, chunks: [], size: 0 };
    }
  }

  /** What is left when the stream has ended. */
  *end(): Iterable<Piece> {
    if (this.#rest) yield { bytes: this.#rest };
    if (this.#frame && this.#frame.size > 0) yield this.#close(this.#frame);
    this.#rest = undefined;
    this.#frame = undefined;
  }

  *#fill(frame: OpenFrame, bytes: Buffer): Iterable<Piece> {
    frame.chunks.push(bytes);
    frame.size += bytes.length;
    frame.missing -= bytes.length;
    if (frame.missing > 0 && frame.size < MAX_PIECE) return;
    yield this.#close(frame);
    this.#frame =
      frame.missing > 0
        ? { record: { ...PLAIN }, seq: frame.seq, missing: frame.missing, chunks: [], size: 0 }
        : undefined;
  }

  #close({ chunks, record, seq }: OpenFrame): Piece {
    return { bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks), record, seq };
  }

  /** Where the next header begins, or may begin at the very end; the length of the data where none does. */
  #startIn(data: Buffer, from: number): number {
    const found = data.indexOf(this.#start, from);
    if (found >= 0) return found;
    const first = this.#start[0]!;
    const tail = Math.max(from, data.length - this.#start.length + 1);
    for (let at = data.indexOf(first, tail); at >= 0; at = data.indexOf(first, at + 1)) {
      if (data.compare(this.#start, 0, data.length - at, at) === 0) return at;
    }
    return data.length;
  }
}
