import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { errors, TandemError } from '../protocol/errors.ts';
import { Arrivals } from './arrivals.ts';
import type { SocketAddress } from './dial-socket.ts';
import { removeAtExit } from './exit-cleanup.ts';
import { socketFailure } from './opened.ts';
import type { Endpoint } from './transport-config.ts';

/** A place where clients arrive, as raw byte streams. Who they are is not its business. */
export interface Listener extends AsyncDisposable {
  /** Where it listens, with the port that the system chose. Throws `ipc.notListening` before `startListening`. */
  readonly endpoint: Endpoint;

  /** Binds without waiting for a client. Idempotent. Throws `ipc.listenFailed` or `ipc.socketPathTooLong`. */
  startListening(): Promise<void>;

  /**
   * The next client, first come, first served. Rejects with `ipc.notListening` before `startListening`, with
   * `ipc.acceptTimeout` after `timeoutMs` milliseconds, and with the reason of `close`.
   */
  waitForClient(timeoutMs: number): Promise<Duplex>;

  /** `startListening`, then `waitForClient`. */
  accept(timeoutMs: number): Promise<Duplex>;

  /**
   * Stops listening, drops clients that nobody took, rejects every wait with `reason` (`ipc.listenerClosed` by default)
   * and removes the socket's file. Clients that were taken live on. Idempotent; the first reason stays.
   */
  close(reason?: TandemError): Promise<void>;
}

/** One of HTTP also knows those who have connected but wanted nothing yet. */
type AnyServer = Server & { closeAllConnections?(): void };

export interface SocketListenerOptions {
  readonly address: SocketAddress;
  /** Names the place in a message. */
  readonly where: string;
  /** The endpoint that became of it; a TCP port is known only then. */
  readonly bound: (address: AddressInfo) => Endpoint;
  /** The server, which does not listen yet; one that hands its sockets out as they come unless set. */
  readonly serve?: (arrive: (client: Duplex) => void) => AnyServer;
  /** The socket's file, which is made 0600 and removed when the process exits. */
  readonly file?: string;
  /** What the endpoint lives in; it is disposed when the listener closes. */
  readonly home?: AsyncDisposable | undefined;
}

/** A {@link Listener} on a Unix socket, a named pipe or a TCP port. */
export class SocketListener implements Listener {
  readonly #options: SocketListenerOptions;
  readonly #server: AnyServer;
  readonly #clients = new Arrivals<Duplex>();
  #starting: Promise<Endpoint> | undefined;
  #endpoint: Endpoint | undefined;
  #atExit: Disposable | undefined;
  #closeReason: TandemError | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: SocketListenerOptions) {
    this.#options = options;
    const { serve = (arrive) => createServer({ noDelay: true }, arrive) } = options;
    this.#server = serve((client) => this.#arrive(client));
  }

  get endpoint(): Endpoint {
    if (!this.#endpoint) throw errors.notListening();
    return this.#endpoint;
  }

  async startListening(): Promise<void> {
    if (this.#closeReason) throw this.#closeReason;
    this.#starting ??= this.#bind();
    try {
      this.#endpoint = await this.#starting;
    } catch (thrown) {
      await this.close(this.#failure(thrown));
    }
    if (this.#closeReason) throw this.#closeReason;
  }

  async waitForClient(timeoutMs: number): Promise<Duplex> {
    if (!this.#endpoint && !this.#closeReason) throw errors.notListening();
    return this.#clients.take(timeoutMs);
  }

  async accept(timeoutMs: number): Promise<Duplex> {
    await this.startListening();
    return this.waitForClient(timeoutMs);
  }

  close(reason = errors.listenerClosed()): Promise<void> {
    this.#closeReason ??= reason;
    this.#closing ??= this.#close(reason);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #bind(): Promise<Endpoint> {
    const { address, bound, file } = this.#options;
    this.#server.listen(address);
    await once(this.#server, 'listening');
    this.#server.on('error', (error) => this.close(this.#failure(error)));
    if (file !== undefined) {
      this.#atExit = removeAtExit(file);
      await chmod(file, 0o600);
    }
    return bound(this.#server.address() as AddressInfo);
  }

  #arrive(client: Duplex): void {
    // Until somebody takes the client, its failures have nobody else to hear them.
    client.on('error', () => {});
    client.once('close', () => this.#clients.remove(client));
    this.#clients.add(client);
  }

  async #close(reason: TandemError): Promise<void> {
    for (const client of this.#clients.close(reason)) client.destroy();
    await this.#starting?.catch(() => {});
    // Removes the socket's file too. Its callback would wait for the clients that were taken.
    this.#server.close();
    // Visitors that have not yet become clients.
    this.#server.closeAllConnections?.();
    this.#atExit?.[Symbol.dispose]();
    await this.#options.home?.[Symbol.asyncDispose]();
  }

  #failure(thrown: unknown): TandemError {
    if (thrown instanceof TandemError) return thrown;
    return errors.listenFailed(this.#options.where, socketFailure(thrown as Error));
  }
}
