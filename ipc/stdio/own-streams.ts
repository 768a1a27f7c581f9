import { createReadStream, createWriteStream, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Duplex, Readable, Writable } from 'node:stream';
import { isatty, ReadStream, WriteStream } from 'node:tty';
import { JoinedStreams } from './joined-streams.ts';
import { WholeLines } from './whole-lines.ts';

const STDIN = 0;
const STDOUT = 1;

/**
 * This process's own standard input and output. They are opened by their numbers, because a thread's `process.stdin` and
 * `process.stdout` lead to the main thread; libuv never closes them. Nobody else may read the input.
 */
export const ownStreams = (): Duplex => new JoinedStreams(openInput(), new WholeLines(openOutput()));

/** Read and written by polling: a thread of libuv's pool that waits for a pipe would keep the process from exiting. */
const canBePolled = (fd: number): boolean => {
  const found = fstatSync(fd);
  return found.isFIFO() || found.isSocket();
};

function openInput(): Readable {
  if (isatty(STDIN)) return new ReadStream(STDIN);
  if (canBePolled(STDIN)) return new Socket({ fd: STDIN, readable: true, writable: false });
  return createReadStream('', { fd: STDIN, autoClose: false });
}

function openOutput(): Writable {
  if (isatty(STDOUT)) return new WriteStream(STDOUT);
  if (canBePolled(STDOUT)) return new Socket({ fd: STDOUT, readable: false, writable: true });
  return createWriteStream('', { fd: STDOUT, autoClose: false });
}
