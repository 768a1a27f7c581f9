import { errors } from '../../protocol/errors.ts';
import type { ShowProgress, Stage } from '../util/progress.ts';
import type { SendEvent } from './client.ts';

/** What takes less, in milliseconds, is nothing to tell of. */
const PATIENCE_MS = 300;
/** How often the client is told of one piece of work at most, in milliseconds: it redraws something each time. */
const INTERVAL_MS = 100;

/** Work that takes a while, as the client shows it: it can be cancelled there, one by one. */
export class ProgressReports {
  readonly #send: SendEvent;
  readonly #shows: () => boolean;
  readonly #over: AbortSignal;
  readonly #running = new Map<string, AbortController>();
  #count = 0;

  /**
   * @param shows whether the client can show progress; asked for each piece of work
   * @param over aborted when the session ends, and all work with it
   */
  constructor(send: SendEvent, shows: () => boolean, over: AbortSignal) {
    this.#send = send;
    this.#shows = shows;
    this.#over = over;
    // Work that does not listen is nobody's business any more, either.
    over.addEventListener('abort', () => this.#endAll());
  }

  readonly show: ShowProgress = async (title, work, { patience = PATIENCE_MS, cancellable = true } = {}) => {
    const controller = new AbortController();
    const signal = AbortSignal.any([controller.signal, this.#over]);
    if (!this.#shows()) return work(() => {}, signal);
    this.#count += 1;
    const progressId = `tandem-${this.#count}`;
    let latest: Stage = {};
    const start = (): void => {
      if (signal.aborted) return;
      this.#running.set(progressId, controller);
      this.#send('progressStart', { progressId, title, cancellable, ...latest });
    };
    const timer = patience > 0 ? setTimeout(start, patience) : undefined;
    if (!timer) start();
    const tell = this.#teller(progressId);
    try {
      return await work((stage) => {
        latest = { ...latest, ...stage };
        tell(stage);
      }, signal);
    } finally {
      clearTimeout(timer);
      this.#end(progressId);
    }
  };

  /** What is over, or is nobody's, is no error: the client may have asked too late. */
  cancel(progressId: string): void {
    this.#running.get(progressId)?.abort(errors.cancelled());
  }

  #end(progressId: string): void {
    if (this.#running.delete(progressId)) this.#send('progressEnd', { progressId });
  }

  #endAll(): void {
    for (const progressId of this.#running.keys()) this.#end(progressId);
  }

  #teller(progressId: string): (stage: Stage) => void {
    let last = -Infinity;
    return (stage) => {
      const now = performance.now();
      if (now - last < INTERVAL_MS || !this.#running.has(progressId)) return;
      last = now;
      this.#send('progressUpdate', { progressId, ...stage });
    };
  }
}
