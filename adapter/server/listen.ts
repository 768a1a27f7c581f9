import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { errors } from '../../protocol/errors.ts';
import {
  createDebugSession,
  type SessionOptions,
  type TandemDebugSession,
} from '../session/create-session.ts';
import type { Service } from './service.ts';
import { clearSocketFile } from './socket-file.ts';

const isPipe = (path: string): boolean => path.startsWith('\\\\.\\pipe\\');

/** Serves one session for each connection. */
export class SessionServer implements Service {
  readonly done: Promise<void>;
  readonly #options: SessionOptions;
  readonly #sessions = new Set<TandemDebugSession>();
  readonly #server: Server;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#server = createServer({ noDelay: true }, (socket) => this.#serve(socket));
    this.done = new Promise((resolve) => this.#server.once('close', resolve));
  }

  /** Resolves with the port, which the system has chosen when 0 was asked for. */
  async listenOnPort(port: number, host: string): Promise<number> {
    await this.#listen({ port, host }, `${host}:${port}`);
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : port;
  }

  async listenOnSocket(path: string): Promise<void> {
    if (isPipe(path)) return this.#listen({ path }, path);
    await clearSocketFile(path);
    // Private from its first moment: between a listen and a chmod somebody may be quick.
    const mask = process.umask(0o177);
    try {
      await this.#listen({ path }, path);
    } finally {
      process.umask(mask);
    }
  }

  close(): void {
    this.#server.close();
    for (const session of this.#sessions) session.shutdown();
  }

  #listen(where: ListenOptions, name: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => {
        reject(
          error.code === 'EADDRINUSE' ? errors.serverBusy(name) : errors.listenFailed(name, error.message),
        );
      });
      this.#server.listen(where, resolve);
    });
  }

  #serve(socket: Socket): void {
    const session = createDebugSession(this.#options);
    this.#sessions.add(session);
    session.start(socket, socket);
    void session.finished.then(() => {
      this.#sessions.delete(session);
      // Written first, closed then: the client has its answer before it sees the end.
      socket.end(() => socket.destroy());
    });
  }
}
