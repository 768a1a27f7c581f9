import { Control, endWaits, raise, when } from './control-block.ts';
import { Engine } from './engine.ts';
import { SessionChannel } from './session-channel.ts';
import { WorkerDirectory } from './worker-channel.ts';

export interface WorkerEngineOptions {
  /** Unique name of the worker to debug; every other worker of this process is left alone. */
  readonly title: string;
  /** The file of the program's main module. */
  readonly main: string;
  /** Shared with the worker's preload, which holds the program until it is released. */
  readonly control: Int32Array;
  /** To end the worker, which has used up its memory: running on, it would take the whole process along. */
  outOfMemory(): void;
}

/** An engine in this thread that drives a program in a worker of this very process. */
export class WorkerEngine implements Disposable {
  readonly engine: Engine;
  /** Resolves when the engine has control of the worker, which is still held. */
  readonly attached: Promise<void>;
  readonly #control: Int32Array;
  readonly #session = SessionChannel.toOwnThread();
  readonly #workers: WorkerDirectory;

  /** Make it before the worker, so that the worker is seen coming. */
  constructor({ title, main, control, outOfMemory }: WorkerEngineOptions) {
    this.#control = control;
    this.engine = new Engine({
      main,
      release: () => raise(control, Control.released),
      outOfMemory: () => {
        outOfMemory();
        // Whoever calls this resumes it in this very turn.
        setImmediate(() => this.#workers.hush());
      },
      detached: () => {},
    });
    let settle: { resolve(): void; reject(reason: unknown): void };
    this.attached = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    this.#workers = new WorkerDirectory(this.#session, {
      // Workers of other owners start in this process too: none of them may wait for us.
      hold: false,
      accept: (worker) => worker.title.endsWith(title),
      onAttached: (_, channel) => {
        // Not before: what runs in a thread in the middle of Node's start-up can break Node's own modules.
        when(control, Control.held)
          .then(() => this.engine.addThread('main', channel, { firstTurn: when(control, Control.firstTurn) }))
          .then(() => settle.resolve(), settle.reject);
      },
      onEnded: (channel) => this.engine.removeThread(channel),
    });
    this.#session.onNotification((method, params) => this.#workers.handle(method, params));
    this.#workers.enable().catch(settle!.reject);
    void this.#sayFarewell(control);
  }

  /** To be called before the worker is told to die. */
  fallSilent(): Promise<void> {
    return this.#workers.fallSilent();
  }

  /** To be called when the worker was told to die. Synchronous. */
  letDie(): void {
    this.#workers.letDie();
  }

  /** To be called when the worker is gone. */
  [Symbol.dispose](): void {
    this.#session.close();
    endWaits(this.#control);
  }

  async #sayFarewell(control: Int32Array): Promise<void> {
    await when(control, Control.exiting);
    // Nothing more is said from here on. But what was said may still pause it.
    await this.#workers.fallSilent();
    this.#workers.letDie();
    raise(control, Control.farewell);
  }
}
