import type { ConfigureArguments, EngineEvent } from '../../protocol/commands.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import { DEFAULT_LIMIT } from './backend.ts';
import { type BridgeOptions, bridgeToWorker, type InProcessBridge } from './in-process-bridge.ts';
import { type Peer, PeerBackend } from './peer-backend.ts';

export type WorkerToDebug = Pick<BridgeOptions, 'title' | 'main' | 'control' | 'outOfMemory'>;

/** The engine in this process, driving a worker of this process. No socket, no subprocess. */
export class InProcessBackend extends PeerBackend {
  readonly #abort = new AbortController();
  readonly #stopped = new Set<number>();
  #bridge: Promise<InProcessBridge> | undefined;
  #peer: Peer | undefined;
  #dying = false;

  /** To be called before the worker is made. Resolves and rejects as `ExternalProcessBackend.open` does. */
  async open(worker: WorkerToDebug, configuration: ConfigureArguments): Promise<void> {
    try {
      this.#bridge = bridgeToWorker({
        ...worker,
        signal: this.#abort.signal,
        onEvent: (event) => this.#observe(event),
      });
      const { peer } = await this.#bridge;
      await this.ask(peer, 'configure', configuration, DEFAULT_LIMIT);
      this.#peer = peer;
      this.connected(peer);
    } catch (thrown) {
      this.close(TandemError.from(thrown));
      throw await this.closed;
    }
  }

  override async letGo(dying: boolean): Promise<void> {
    if (dying) this.letDie();
    else await super.letGo(false);
  }

  /**
   * Lets a worker die that was told to. It cannot while it is stopped, not even when the whole process exits: then the
   * process hangs. It is resumed, dies on the spot, and hears nothing else: a message, or a detach, that reaches a worker
   * while Node takes it down aborts the process (`MainThreadInterface::Post`; seen on Node 20 to 26). Synchronous, so
   * that it can be done in the last moment of a process.
   */
  letDie(): void {
    this.#dying = true;
    for (const threadId of this.#stopped) this.#resume(threadId);
  }

  override close(reason: TandemError): void {
    super.close(reason);
    this.#abort.abort(reason);
  }

  #observe(event: EngineEvent): void {
    if (event.event === 'stopped' && event.body.threadId !== undefined) {
      this.#stopped.add(event.body.threadId);
      if (this.#dying) this.#resume(event.body.threadId);
    }
    this.emit(event);
  }

  /** One that runs by now is left alone: the engine knows, and refuses. */
  #resume(threadId: number): void {
    this.#peer?.request('continue', { threadId }).catch(() => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close(errors.sessionEnded());
    const bridge = await this.#bridge?.catch(() => undefined);
    bridge?.[Symbol.dispose]();
  }
}
