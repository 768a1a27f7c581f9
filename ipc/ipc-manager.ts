import { errors, TandemError } from '../protocol/errors.ts';
import type { Hello } from '../protocol/messages.ts';
import { type Carrier, type Connection, FramedConnection } from './connection.ts';
import { framingOf } from './endpoint.ts';
import { createToken, HELLO_LIMIT_MS } from './handshake.ts';
import { Links, refuse } from './link/acceptor.ts';
import { limitsOf } from './link/limits.ts';
import { watchProcess } from './link/peer-process.ts';
import type { Listener } from './listener.ts';
import { Mailbox } from './mailbox.ts';
import { timeLimit } from './time-limit.ts';
import { LAUNCHER_ENVIRONMENT, type TransportConfig } from './transport-config.ts';
import { type ListenerResult, TransportFactory } from './transport-factory.ts';

export interface IpcManagerOptions {
  /** Called for each client that was turned away: why, for the log. */
  readonly onStranger?: (reason: TandemError) => void;
  /** How long a client may take to identify itself, in milliseconds. */
  readonly helloTimeoutMs?: number;
  /** Called for each launcher after the first: it owns the connection. Without it, nobody comes in after the first. */
  readonly onAnother?: ((accepted: Accepted) => void) | undefined;
}

export interface Listening {
  /** Which one it came to. */
  readonly transport: string;
  readonly launcherArgs: readonly string[];
  /** The session's secret: not for a log. */
  readonly token: string;
  /** To be added to the launcher's environment. Holds the session's secret: not for a log. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the user should know about the channel. */
  readonly notices: readonly string[];
}

export interface Accepted {
  readonly connection: Connection;
  readonly hello: Hello;
}

type State = 'idle' | 'starting' | 'listening' | 'accepting' | 'connected' | 'disposed';

/**
 * The adapter's end of one session's channel: listens, lets one authenticated launcher in, others only where they are
 * wanted, and owns everything that comes of it. `listen`, then `accept`, or `admit` where no first one is to come; dispose
 * at any time. A `listen` or `accept` that fails leaves nothing behind
 * and the manager idle, so that another configuration can be tried.
 */
export class IpcManager implements AsyncDisposable {
  readonly #token = createToken();
  readonly #helloTimeoutMs: number;
  readonly #onAnother: ((accepted: Accepted) => void) | undefined;
  readonly #strangers = new Mailbox<TandemError>();
  /** Connected, but not yet known to be the launcher. */
  readonly #candidates = new Set<Connection>();
  #state: State = 'idle';
  #starting: Promise<ListenerResult> | undefined;
  #listener: Listener | undefined;
  #links: Links | undefined;
  #connection: Connection | undefined;

  constructor({ onStranger = () => {}, helloTimeoutMs = HELLO_LIMIT_MS, onAnother }: IpcManagerOptions = {}) {
    this.#helloTimeoutMs = helloTimeoutMs;
    this.#onAnother = onAnother;
    this.#strangers.subscribe(onStranger);
  }

  /** Throws as `TransportFactory.createListener` does, and `ipc.disposed` when disposed meanwhile. */
  listen(config: TransportConfig): Promise<Listening> {
    return this.listenAt(() => TransportFactory.createListener(config));
  }

  /** Listens where `create` does: it need not be on this machine. Throws what that throws, and `ipc.disposed`. */
  async listenAt(create: () => Promise<ListenerResult>): Promise<Listening> {
    this.#move('listen', 'idle', 'starting');
    try {
      this.#starting = create();
      const { listener, launcherArgs, notices } = await this.#starting;
      this.#listener = listener;
      this.#links = new Links({ token: this.#token, limits: limitsOf(listener.endpoint), opening: 'hello' });
      this.#move('listen', 'starting', 'listening');
      const environment = {
        [LAUNCHER_ENVIRONMENT.args]: JSON.stringify(launcherArgs),
        [LAUNCHER_ENVIRONMENT.token]: this.#token,
      };
      const { transport } = listener.endpoint;
      return { transport, launcherArgs, token: this.#token, environment, notices };
    } catch (thrown) {
      await this.#fail(TandemError.from(thrown));
      throw thrown;
    }
  }

  /**
   * Waits until the launcher has connected and proved who it is; then nobody else gets in any more, unless others are
   * wanted, and nobody listens any longer than the launcher may come back. Strangers are turned away meanwhile, each on
   * its own, so none can delay the right one. Rejects with `ipc.acceptTimeout` after `timeoutMs` milliseconds and with
   * `ipc.disposed` when disposed meanwhile.
   */
  async accept(timeoutMs: number): Promise<Accepted> {
    this.#move('accept', 'listening', 'accepting');
    const listener = this.#listener!;
    const limit = timeLimit(timeoutMs, () => listener.close(errors.acceptTimeout(timeoutMs)));
    try {
      const accepted = await new Promise<Accepted>((admit, reject) => {
        this.#examineAll(listener, admit).catch(reject);
      });
      this.#move('accept', 'accepting', 'connected');
      if (!this.#onAnother) await this.#shutOthersOut(accepted);
      return accepted;
    } catch (thrown) {
      await this.#fail(TandemError.from(thrown));
      throw thrown;
    } finally {
      limit[Symbol.dispose]();
    }
  }

  /** Lets launchers in from now on, each as one more: for a program that is reached in another way itself. */
  admit(): void {
    this.#move('admit', 'listening', 'connected');
    this.#examineAll(this.#listener!, () => {}).catch(() => {
      // The listener was closed, by us.
    });
  }

  /** Ends the channel, whatever its state. Idempotent. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#state = 'disposed';
    await this.#starting?.catch(() => {});
    await this.#release(errors.ipcDisposed());
  }

  /** Runs until the listener closes and rejects with the reason of that. */
  async #examineAll(listener: Listener, admit: (accepted: Accepted) => void): Promise<never> {
    const framing = framingOf(listener.endpoint);
    for (;;) {
      const client = await listener.waitForClient(Number.POSITIVE_INFINITY);
      void this.#examine(new FramedConnection(client, 'adapter', framing), admit);
    }
  }

  async #examine(carrier: Carrier, admit: (accepted: Accepted) => void): Promise<void> {
    this.#candidates.add(carrier);
    try {
      const links = this.#links!;
      const arrival = await links.receive(carrier, this.#helloTimeoutMs);
      if (arrival.kind !== 'hello') return;
      const { hello } = arrival;
      // Of those that know the token, the first is the launcher.
      const isFirst = !this.#connection && this.#state === 'accepting';
      if (!isFirst && (!this.#onAnother || this.#state === 'disposed')) {
        if (hello.link !== undefined) refuse(carrier, errors.helloTooLate());
        throw errors.helloTooLate();
      }
      const connection =
        hello.link === undefined ? carrier : links.begin(carrier, hello.link, watchProcess(hello.pid));
      if (!isFirst) return this.#onAnother!({ connection, hello });
      this.#connection = connection;
      admit({ connection, hello });
    } catch (thrown) {
      const reason = TandemError.from(thrown);
      void carrier.close(reason);
      if (this.#state !== 'disposed') this.#strangers.post(reason);
    } finally {
      this.#candidates.delete(carrier);
    }
  }

  /** The launcher is in. One that can come back needs somebody to come back to. */
  async #shutOthersOut({ connection, hello }: Accepted): Promise<void> {
    const reason = errors.helloTooLate();
    if (hello.link === undefined) return this.#stopListening(reason);
    connection.onClose(() => this.#stopListening(reason));
    await this.#dropCandidates(reason);
  }

  #move(action: string, from: State, to: State): void {
    if (this.#state === 'disposed') throw errors.ipcDisposed();
    if (this.#state !== from) throw errors.ipcState(action, this.#state);
    this.#state = to;
  }

  async #fail(reason: TandemError): Promise<void> {
    await this.#release(reason);
    if (this.#state !== 'disposed') this.#state = 'idle';
  }

  async #release(reason: TandemError): Promise<void> {
    await Promise.all([this.#stopListening(reason), this.#connection?.close()]);
    this.#connection = undefined;
  }

  async #stopListening(reason: TandemError): Promise<void> {
    await Promise.all([this.#listener?.close(reason), this.#dropCandidates(reason)]);
    this.#listener = undefined;
  }

  async #dropCandidates(reason: TandemError): Promise<void> {
    await Promise.all([...this.#candidates].map((candidate) => candidate.close(reason)));
  }
}
