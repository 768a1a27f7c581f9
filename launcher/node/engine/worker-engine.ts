import { Control, endWaits, raise, when } from './control-block.ts';
import { Engine } from './engine.ts';
import { type Claim, OwnWorkers } from './own-workers.ts';
import type { WorkerChannel } from './worker-channel.ts';

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
  readonly #claim: Claim;
  readonly #workers: OwnWorkers;
  #channel: WorkerChannel | undefined;
  #isDying = false;

  /** Make it before the worker, so that the worker is seen coming. */
  constructor({ title, main, control, outOfMemory }: WorkerEngineOptions) {
    this.#control = control;
    this.engine = new Engine({
      main,
      release: () => raise(control, Control.released),
      outOfMemory: () => {
        outOfMemory();
        // Whoever calls this resumes it in this very turn.
        setImmediate(() => this.#channel?.hush());
      },
      detached: () => {},
    });
    let settle: { resolve(): void; reject(reason: unknown): void };
    this.attached = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    this.#claim = {
      title,
      onAttached: (channel) => {
        this.#channel = channel;
        if (this.#isDying) channel.letDie();
        // Not before: what runs in a thread in the middle of Node's start-up can break Node's own modules.
        when(control, Control.held)
          .then(() => this.engine.addThread('main', channel, { firstTurn: when(control, Control.firstTurn) }))
          .then(() => settle.resolve(), settle.reject);
      },
      onEnded: (channel) => this.engine.removeThread(channel),
    };
    this.#workers = OwnWorkers.claim(this.#claim);
    this.#workers.enabled.catch((error: unknown) => settle.reject(error));
    void this.#sayFarewell(control);
  }

  /** To be called before the worker is told to die. */
  async fallSilent(): Promise<void> {
    await this.#channel?.fallSilent();
  }

  /** To be called when the worker was told to die, or is going to by itself. Synchronous. */
  letDie(): void {
    this.#isDying = true;
    this.#channel?.letDie();
  }

  /** To be called when the worker is gone. */
  [Symbol.dispose](): void {
    this.#workers.release(this.#claim);
    endWaits(this.#control);
  }

  async #sayFarewell(control: Int32Array): Promise<void> {
    await when(control, Control.exiting);
    await this.engine.caughtUp();
    // Nothing more is said from here on. But what was said may still pause it.
    await this.fallSilent();
    this.letDie();
    raise(control, Control.farewell);
  }
}
