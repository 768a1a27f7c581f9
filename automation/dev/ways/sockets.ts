import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { errors } from '../../../protocol/errors.ts';
import type { Conversation } from '../conversation.ts';
import { refusal } from '../dap-message.ts';
import { admit } from './admission.ts';
import { AnyInput, writeMessage } from './byte-stream.ts';
import type { Open, Way } from './way.ts';

/** How long the other end may take to notice that all is said, in milliseconds. */
const PARTING_MS = 1000;

/** Who comes by TCP has to prove who he is; nobody else gets into the directory of the socket. */
export interface Guard {
  readonly token: string;
  /** Where the token is found. */
  readonly file: string;
}

/** Serves one session for each connection; resolves with the port, where it is one. Throws `ipc.listenFailed`. */
export async function serveSockets(
  name: string,
  where: ListenOptions,
  open: Open,
  guard?: Guard,
): Promise<{ readonly way: Way; readonly port: number }> {
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    void serve(socket, name, open, guard);
  });
  await listen(server, where);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { way: { close: () => void server.close() }, port };
}

function listen(server: Server, where: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(errors.listenFailed(where.path ?? `port ${where.port}`, error.message)),
    );
    server.listen(where, resolve);
  });
}

async function serve(socket: Socket, name: string, open: Open, guard: Guard | undefined): Promise<void> {
  const rest = guard ? await admit(socket, guard.token) : new Uint8Array(0);
  if (!rest) {
    socket.write(`${JSON.stringify(refusal(errors.devToken(guard!.file)))}\n`);
    part(socket);
    return;
  }
  const messages = new AnyInput();
  const client = { send: (json: string) => writeMessage(socket, messages.framing.encode(json)) };
  let conversation: Conversation | undefined;
  let isGone = false;
  // Somebody who only looks whether we are here begins none.
  const begun = (): Conversation => {
    if (conversation) return conversation;
    conversation = open(client, () => `${name}, ${messages.framing.name}`);
    void conversation.finished.then(() => part(socket));
    return conversation;
  };
  const leave = (): void => {
    if (isGone) return;
    isGone = true;
    if (conversation) conversation.end();
    else socket.end();
  };
  const read = (chunk: Uint8Array): void => {
    if (chunk.length > 0 && !isGone && !messages.take(chunk, begun())) leave();
  };
  const readEnd = (): void => {
    if (conversation) messages.end(conversation);
    leave();
  };
  socket.on('data', read).on('end', readEnd).on('close', leave);
  read(rest);
  socket.resume();
}

/**
 * Ends a connection behind what was written. What the other end still says is read and forgotten: a socket that is closed
 * with unread bytes takes back what it has said last.
 */
function part(socket: Socket): void {
  socket.resume().end(() => {
    const timer = setTimeout(() => socket.destroy(), PARTING_MS);
    socket.once('close', () => clearTimeout(timer));
  });
}
