import type { EngineEvent } from '../../../protocol/commands.ts';

/** What takes less, in milliseconds, is nothing to tell of. */
const PATIENCE_MS = 300;

/** Work that may take long: the client is told of it then, and may have it given up. */
export class LongWork {
  readonly #emit: (event: EngineEvent) => void;
  readonly #running = new Map<string, AbortController>();
  #count = 0;

  constructor(emit: (event: EngineEvent) => void) {
    this.#emit = emit;
  }

  /** Settles as the work does. By the signal, whoever does it is told that nobody waits for it any more. */
  async run<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#count += 1;
    const progressId = String(this.#count);
    const patience = setTimeout(() => {
      this.#running.set(progressId, controller);
      this.#emit({ event: 'progressStart', body: { progressId, title, cancellable: true } });
    }, PATIENCE_MS).unref();
    try {
      return await work(controller.signal);
    } finally {
      clearTimeout(patience);
      if (this.#running.delete(progressId)) this.#emit({ event: 'progressEnd', body: { progressId } });
    }
  }

  /** What is over is no error: the client may have asked too late. */
  cancel(progressId: string): void {
    this.#running.get(progressId)?.abort();
  }
}
