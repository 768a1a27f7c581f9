import { Writable } from 'node:stream';

const NEWLINE = 0x0a;

/**
 * How much a pipe takes in one piece, in bytes, so that what others write to it does not get between. POSIX promises 512;
 * no line of ours is longer.
 */
const ATOMIC = process.platform === 'linux' ? 4096 : 512;

/** The end of as many whole lines as fit into one piece; of a part of one that does not fit. */
function endOfPiece(bytes: Uint8Array, start: number): number {
  if (bytes.length - start <= ATOMIC) return bytes.length;
  const newline = bytes.lastIndexOf(NEWLINE, start + ATOMIC - 1);
  return newline < start ? start + ATOMIC : newline + 1;
}

/**
 * Writes whole lines to a stream that others write to as well. It never ends that stream, only itself: the program's
 * output goes on.
 */
export class WholeLines extends Writable {
  readonly #target: Writable;

  constructor(target: Writable) {
    super({ decodeStrings: true });
    this.#target = target;
    target.on('error', () => {});
  }

  override _write(
    bytes: Buffer,
    _encoding: BufferEncoding,
    callback: (failure?: Error | null) => void,
  ): void {
    const writeFrom = (start: number) => {
      if (start === bytes.length) return callback();
      const end = endOfPiece(bytes, start);
      // One after the other: what a socket has to queue it writes together.
      this.#target.write(bytes.subarray(start, end), (failure) => {
        if (failure) callback(failure);
        else writeFrom(end);
      });
    };
    writeFrom(0);
  }
}
