import type { Socket } from 'node:net';
import { tokenMatches } from '../../../ipc/handshake.ts';

/** How long somebody may take to say who he is, in milliseconds. */
const LIMIT_MS = 5000;
/** And how much he may say until then, in bytes. */
const MAX_BYTES = 256;
const NEWLINE = 0x0a;

/**
 * Waits for the first line of a connection, which must be `token`, a space, and the token. Resolves with what came behind
 * it, or undefined when it was something else, too late, or too long.
 */
export function admit(socket: Socket, token: string): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    let said = Buffer.alloc(0);
    const decide = (rest: Uint8Array | undefined): void => {
      clearTimeout(timer);
      socket.off('data', read).off('end', refuse).off('close', refuse);
      socket.pause();
      resolve(rest);
    };
    const refuse = (): void => decide(undefined);
    const read = (chunk: Buffer): void => {
      said = Buffer.concat([said, chunk]);
      const end = said.indexOf(NEWLINE);
      const line = said.toString('utf8', 0, end < 0 ? undefined : end);
      if (line.length > MAX_BYTES) refuse();
      else if (end >= 0)
        decide(tokenMatches(line.trimEnd(), `token ${token}`) ? said.subarray(end + 1) : undefined);
    };
    const timer = setTimeout(refuse, LIMIT_MS);
    socket.on('data', read).on('end', refuse).on('close', refuse);
  });
}
