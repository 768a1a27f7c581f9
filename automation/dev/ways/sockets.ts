import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { errors } from '../../../protocol/errors.ts';
import type { Conversation } from '../conversation.ts';
import { refusal } from '../dap-message.ts';
import { admit } from './admission.ts';
import { AnyInput, writeMessage } from './byte-stream.ts';
import type { Open, Way } from './way.ts';

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
  if (!rest)
    return void socket.end(`${JSON.stringify(refusal(errors.devToken(guard!.file)))}\n`, () =>
      socket.destroy(),
    );
  const messages = new AnyInput();
  const client = { send: (json: string) => writeMessage(socket, messages.framing.encode(json)) };
  let conversation: Conversation | undefined;
  let isGone = false;
  // Somebody who only looks whether we are here begins none.
  const begun = (): Conversation => {
    if (conversation) return conversation;
    conversation = open(client, () => `${name}, ${messages.framing.name}`);
    // Written first, closed then: the client has its answer before it sees the end.
    void conversation.finished.then(() => socket.end(() => socket.destroy()));
    return conversation;
  };
  const leave = (): void => {
    if (isGone) return;
    isGone = true;
    if (conversation) conversation.end();
    else socket.end();
  };
  const read = (chunk: Uint8Array): void => {
    if (chunk.length > 0 && !messages.take(chunk, begun())) leave();
  };
  const readEnd = (): void => {
    if (conversation) messages.end(conversation);
    leave();
  };
  socket.on('data', read).on('end', readEnd).on('close', leave);
  read(rest);
  socket.resume();
}
