import { execFile } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { Socket } from 'node:net';
import { promisify } from 'node:util';
import { Turns } from '../turns.ts';
import { AnyInput, writeMessage } from './byte-stream.ts';
import type { Open, Way } from './way.ts';

/**
 * Open for both reading and writing: nobody has to be at the other end for that, and who leaves it does not end the
 * stream. Not blocking: Node would give one of its few threads to each open and each read that waits.
 */
const FLAGS = constants.O_RDWR | constants.O_NONBLOCK;

/** Serves one session after the other over two FIFOs: one that clients write to, and one that they read. */
export async function serveFifos(inPath: string, outPath: string, open: Open): Promise<Way> {
  // Node itself makes none.
  await promisify(execFile)('mkfifo', ['-m', '600', inPath, outPath]);
  const input = new Socket({ fd: openSync(inPath, FLAGS), readable: true, writable: false });
  // A reader who stays sees no end between two sessions.
  const held = openSync(outPath, FLAGS);
  const messages = new AnyInput();
  let output: Socket | undefined;
  const turns = new Turns(() => {
    output?.destroy();
    const fresh = emptied(outPath);
    output = fresh;
    const client = { send: (json: string) => writeMessage(fresh, messages.framing.encode(json)) };
    return open(client, () => `FIFO, ${messages.framing.name}`);
  });
  input
    .on('error', () => {})
    .on('data', (chunk) => {
      if (!messages.take(chunk, turns)) messages.reset();
    });
  return {
    close() {
      input.destroy();
      output?.destroy();
      closeSync(held);
    },
  };
}

/** A FIFO to write to, without what was said to somebody who has not read it. */
function emptied(path: string): Socket {
  const fd = openSync(path, FLAGS);
  const unread = Buffer.alloc(64 * 1024);
  try {
    while (readSync(fd, unread) > 0);
  } catch {
    // There is no more.
  }
  const socket = new Socket({ fd, readable: false, writable: true });
  return socket.on('error', () => {});
}
