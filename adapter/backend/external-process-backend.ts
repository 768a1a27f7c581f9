import type { Connection } from '../../ipc/connection.ts';
import { type Accepted, IpcManager, type Listening } from '../../ipc/ipc-manager.ts';
import type { TransportConfig } from '../../ipc/transport-config.ts';
import type { ListenerResult } from '../../ipc/transport-factory.ts';
import type { ConfigureArguments } from '../../protocol/commands.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import type { Hello } from '../../protocol/messages.ts';
import { deferred } from '../util/deferred.ts';
import type { LogLine } from '../util/log-line.ts';
import { settlesWithin } from '../util/time.ts';
import { LauncherBackend } from './launcher-backend.ts';
import type { Trace } from './peer-backend.ts';

/** How long a program may take from its start to the first word of its launcher. A shell with a slow profile is in it. */
const HANDSHAKE_LIMIT_MS = 30_000;
/** How long the last words of a connection may take once the process is gone. */
const LAST_WORDS_LIMIT_MS = 1000;

/** The engine in the program's own process, behind a private channel. `listen`, start the program, `open`. */
export class ExternalProcessBackend extends LauncherBackend {
  readonly #log: LogLine;
  readonly #manager: IpcManager;
  readonly #hello = deferred<Hello>();
  #pid: number | undefined;
  #connection: Connection | undefined;

  /** `onAnother` takes each further process that comes with the session's secret; without it, none can. */
  constructor(log: LogLine, trace?: Trace, onAnother?: (accepted: Accepted) => void) {
    super(log, trace);
    this.#log = log;
    this.#manager = new IpcManager({
      onStranger: (reason) => log(`turned away: ${reason.text}`, 'warn'),
      onAnother,
    });
  }

  /** Who answered; rejects when nobody did. */
  get hello(): Promise<Hello> {
    return this.#hello.promise;
  }

  /** Its process, once that has come. */
  get pid(): number | undefined {
    return this.#pid;
  }

  /** On this machine as it is said, or where a listener is made. */
  async listen(where: TransportConfig | (() => Promise<ListenerResult>)): Promise<Listening> {
    const listening = await (typeof where === 'function'
      ? this.#manager.listenAt(where)
      : this.#manager.listen(where));
    for (const notice of listening.notices) this.#log(notice, 'warn');
    return listening;
  }

  /**
   * Resolves once the engine is configured and the requests that waited are on their way; rejects when the backend
   * closes before. Without a configuration there will be no debugging, only a program that is held until `ready`.
   */
  async open(configuration: ConfigureArguments | undefined): Promise<void> {
    try {
      const { connection, hello } = await this.#manager.accept(HANDSHAKE_LIMIT_MS);
      this.#pid = hello.pid;
      this.#connection = connection;
      this.#log(`runtime: ${hello.runtime} ${hello.runtimeVersion}, process ${hello.pid}`);
      this.#hello.resolve(hello);
      await this.configure(connection, configuration);
    } catch (thrown) {
      const reason = TandemError.from(thrown);
      this.close(
        reason.code === 'ipc.acceptTimeout' ? errors.noHandshake(HANDSHAKE_LIMIT_MS / 1000) : reason,
      );
      throw await this.closed;
    }
  }

  override close(reason: TandemError): void {
    super.close(reason);
    this.#hello.reject(reason);
  }

  /** To be called when the process is gone: waits until what it had sent was read, but not for ever. */
  async drained(): Promise<void> {
    this.#connection?.peerGone();
    if (this.state === 'connected') await settlesWithin(this.closed, LAST_WORDS_LIMIT_MS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close(errors.sessionEnded());
    await this.#manager[Symbol.asyncDispose]();
  }
}
