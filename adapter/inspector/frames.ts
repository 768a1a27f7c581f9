import { randomBytes } from 'node:crypto';

/** Of WebSocket frames (RFC 6455), as far as an inspector uses them. */
export const Opcode = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 } as const;

export interface Frame {
  readonly opcode: number;
  /** False where the message goes on in the next frame. */
  readonly isLast: boolean;
  readonly payload: Buffer;
}

/** More than any inspector says at once; a length beyond it is no frame at all. */
const MAX_PAYLOAD = 2 ** 30;

/** Cuts what a server sends into frames. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #length = 0;
  /** How much has to be there before it is worth looking. */
  #needed = 2;

  /** Throws when the bytes are no frames. */
  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#needed) return [];
    let rest = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const frames: Frame[] = [];
    for (;;) {
      const header = readHeader(rest);
      this.#needed = header ? header.start + header.length : rest.length + 1;
      if (!header || rest.length < this.#needed) break;
      const { opcode, isLast, start, length } = header;
      frames.push({ opcode, isLast, payload: rest.subarray(start, start + length) });
      rest = rest.subarray(start + length);
    }
    this.#chunks = [rest];
    this.#length = rest.length;
    return frames;
  }
}

/** Undefined while it is not complete. */
function readHeader(
  bytes: Buffer,
): { opcode: number; isLast: boolean; start: number; length: number } | undefined {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  if ((first & 0x70) !== 0 || (second & 0x80) !== 0) throw new Error('these are no WebSocket frames');
  const short = second & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) return undefined;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (length > MAX_PAYLOAD) throw new Error('a WebSocket frame is too long');
  return { opcode: first & 0x0f, isLast: (first & 0x80) !== 0, start, length };
}

/** How each text frame of ours begins: a text, whole, masked, shorter than four gigabytes. */
export const TEXT_BEGIN = Buffer.from([0x80 | Opcode.text, 0x80 | 127, 0, 0, 0, 0]);

/** A frame as a client sends it. Texts always have the long form of the length: see {@link TEXT_BEGIN}. */
export function clientFrame(opcode: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(opcode === Opcode.text ? 10 : 2);
  head[0] = 0x80 | opcode;
  if (opcode === Opcode.text) {
    head[1] = 0x80 | 127;
    head.writeBigUInt64BE(BigInt(payload.length), 2);
  } else {
    // Frames that are no texts are 125 bytes at most.
    head[1] = 0x80 | payload.length;
  }
  const mask = randomBytes(4);
  const masked = Buffer.allocUnsafe(payload.length);
  for (let index = 0; index < payload.length; index += 1) masked[index] = payload[index]! ^ mask[index & 3]!;
  return Buffer.concat([head, mask, masked]);
}
