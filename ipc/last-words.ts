import type { Duplex } from 'node:stream';
import { timeLimit } from './time-limit.ts';

/**
 * How long a failed write may wait for the end of what the peer had said, in milliseconds. That end is there already
 * when the peer has gone; the limit is for one that merely stopped reading.
 */
const LAST_WORDS_LIMIT_MS = 1000;

type WriteCallback = (failure?: Error | null) => void;

/**
 * Has a stream read to its end although a write has failed. Node destroys a socket at the first write to a peer that
 * has gone, and with it everything that the peer said and we have not yet read: a program's last output and its exit
 * code would depend on whether somebody asked for a stack at the wrong moment.
 *
 * The writable half keeps its failure to itself meanwhile, and writes nothing more.
 */
export function hearLastWords(stream: Duplex): void {
  const hold = (callback: WriteCallback): WriteCallback => {
    return (failure) => {
      if (!failure || stream.destroyed) return callback(failure);
      const limit = timeLimit(LAST_WORDS_LIMIT_MS, () => callback(failure));
      stream.once('close', () => limit[Symbol.dispose]());
    };
  };
  const write = stream._write;
  stream._write = (chunk, encoding, callback) => write.call(stream, chunk, encoding, hold(callback));
  const writev = stream._writev;
  if (writev) stream._writev = (chunks, callback) => writev.call(stream, chunks, hold(callback));
}
