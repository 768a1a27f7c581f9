import { errors, TandemError } from '../protocol/errors.ts';
import type { Hello } from '../protocol/messages.ts';
import { type Connection, FramedConnection } from './connection.ts';
import { authenticate, createToken, HELLO_LIMIT_MS } from './handshake.ts';
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
}

export interface Listening {
  readonly launcherArgs: readonly string[];
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
 * The adapter's end of one session's channel: listens, lets exactly one authenticated launcher in, and owns everything
 * that comes of it. `listen`, then `accept`; dispose at any time. A `listen` or `accept` that fails leaves nothing behind
 * and the manager idle, so that another configuration can be tried.
 */
export class IpcManager implements AsyncDisposable {
  readonly #token = createToken();
  readonly #helloTimeoutMs: number;
  readonly #strangers = new Mailbox<TandemError>();
  /** Connected, but not yet known to be the launcher. */
  readonly #candidates = new Set<Connection>();
  #state: State = 'idle';
  #starting: Promise<ListenerResult> | undefined;
  #listener: Listener | undefined;
  #connection: Connection | undefined;

  constructor({ onStranger = () => {}, helloTimeoutMs = HELLO_LIMIT_MS }: IpcManagerOptions = {}) {
    this.#helloTimeoutMs = helloTimeoutMs;
    this.#strangers.subscribe(onStranger);
  }

  /** Throws as `TransportFactory.createListener` does, and `ipc.disposed` when disposed meanwhile. */
  async listen(config: TransportConfig): Promise<Listening> {
    this.#move('listen', 'idle', 'starting');
    try {
      this.#starting = TransportFactory.createListener(config);
      const { listener, launcherArgs, notices } = await this.#starting;
      this.#listener = listener;
      this.#move('listen', 'starting', 'listening');
      const environment = {
        [LAUNCHER_ENVIRONMENT.args]: JSON.stringify(launcherArgs),
        [LAUNCHER_ENVIRONMENT.token]: this.#token,
      };
      return { launcherArgs, environment, notices };
    } catch (thrown) {
      await this.#fail(TandemError.from(thrown));
      throw thrown;
    }
  }

  /**
   * Waits until the launcher has connected and proved who it is; then nobody else can connect any more. Strangers are
   * turned away meanwhile, each on its own, so none can delay the right one. Rejects with `ipc.acceptTimeout` after
   * `timeoutMs` milliseconds and with `ipc.disposed` when disposed meanwhile.
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
      await this.#stopListening(errors.helloTooLate());
      return accepted;
    } catch (thrown) {
      await this.#fail(TandemError.from(thrown));
      throw thrown;
    } finally {
      limit[Symbol.dispose]();
    }
  }

  /** Ends the channel, whatever its state. Idempotent. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#state = 'disposed';
    await this.#starting?.catch(() => {});
    await this.#release(errors.ipcDisposed());
  }

  /** Runs until the listener closes and rejects with the reason of that. */
  async #examineAll(listener: Listener, admit: (accepted: Accepted) => void): Promise<never> {
    for (;;) {
      const client = await listener.waitForClient(Number.POSITIVE_INFINITY);
      void this.#examine(new FramedConnection(client, 'adapter'), admit);
    }
  }

  async #examine(connection: Connection, admit: (accepted: Accepted) => void): Promise<void> {
    this.#candidates.add(connection);
    try {
      const hello = await authenticate(connection, this.#token, this.#helloTimeoutMs);
      // Of two that know the token, the first is the launcher.
      if (this.#connection || this.#state !== 'accepting') throw errors.helloTooLate();
      this.#connection = connection;
      admit({ connection, hello });
    } catch (thrown) {
      const reason = TandemError.from(thrown);
      void connection.close(reason);
      if (this.#state !== 'disposed') this.#strangers.post(reason);
    } finally {
      this.#candidates.delete(connection);
    }
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
    const candidates = [...this.#candidates].map((candidate) => candidate.close(reason));
    await Promise.all([this.#listener?.close(reason), ...candidates]);
    this.#listener = undefined;
  }
}
