import type { ConfigureArguments } from '../../protocol/commands.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import { DEFAULT_LIMIT } from './backend.ts';
import { type BridgeOptions, bridgeToWorker, type InProcessBridge } from './in-process-bridge.ts';
import { PeerBackend } from './peer-backend.ts';

export type WorkerToDebug = Pick<BridgeOptions, 'title' | 'main' | 'control' | 'outOfMemory'>;

/** The engine in this process, driving a worker of this process. No socket, no subprocess. */
export class InProcessBackend extends PeerBackend {
  readonly #abort = new AbortController();
  #engine: Parameters<BridgeOptions['onEngine']>[0] | undefined;
  #bridge: Promise<InProcessBridge> | undefined;

  /** To be called before the worker is made. Resolves and rejects as `ExternalProcessBackend.open` does. */
  async open(worker: WorkerToDebug, configuration: ConfigureArguments): Promise<void> {
    try {
      this.#bridge = bridgeToWorker({
        ...worker,
        signal: this.#abort.signal,
        onEngine: (engine) => {
          this.#engine = engine;
        },
        onEvent: (event) => this.emit(event),
      });
      const { peer } = await this.#bridge;
      await this.ask(peer, 'configure', configuration, DEFAULT_LIMIT);
      this.connected(peer);
    } catch (thrown) {
      this.close(TandemError.from(thrown));
      throw await this.closed;
    }
  }

  override async letGo(dying: boolean): Promise<void> {
    // Whoever ends the worker knows the moment: see `letDie`.
    if (!dying) await super.letGo(false);
  }

  /** To be called before the worker is told to die. Resolves when it has heard all that was said to it, or does not listen. */
  async fallSilent(): Promise<void> {
    await this.#engine?.fallSilent();
  }

  /**
   * Lets a worker die that was told to. It cannot while it is stopped, not even when the whole process exits: then the
   * process hangs. It is resumed, dies on the spot, and hears nothing else: a message, or a detach, that reaches a worker
   * while Node takes it down aborts the process (`MainThreadInterface::Post`; seen on Node 20 to 26). Synchronous, so
   * that it can be done in the last moment of a process.
   */
  letDie(): void {
    this.#engine?.letDie();
  }

  override close(reason: TandemError): void {
    super.close(reason);
    this.#abort.abort(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close(errors.sessionEnded());
    const bridge = await this.#bridge?.catch(() => undefined);
    bridge?.[Symbol.dispose]();
  }
}
