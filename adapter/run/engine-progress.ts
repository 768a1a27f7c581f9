import type { EngineEvent } from '../../protocol/commands.ts';
import type { ShowProgress } from '../util/progress.ts';

/** Shows what the engine says of its own work. */
export class EngineProgress {
  readonly #show: ShowProgress;
  readonly #cancel: (progressId: string) => void;
  readonly #ends = new Map<string, () => void>();

  /** @param cancel tells the engine that nobody waits for it any more */
  constructor(show: ShowProgress, cancel: (progressId: string) => void) {
    this.#show = show;
    this.#cancel = cancel;
  }

  /** Whether the event was about that. */
  take({ event, body }: EngineEvent): boolean {
    if (event === 'progressStart') this.#start(body.progressId, body.title);
    else if (event === 'progressEnd') this.#ends.get(body.progressId)?.();
    else return false;
    return true;
  }

  /** With the engine its work is over. */
  end(): void {
    for (const end of this.#ends.values()) end();
  }

  #start(progressId: string, title: string): void {
    void this.#show(title, (_tell, signal) => this.#untilItEnds(progressId, signal), { patience: 0 });
  }

  #untilItEnds(progressId: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.#ends.delete(progressId);
        resolve();
      };
      this.#ends.set(progressId, end);
      signal.addEventListener('abort', () => {
        this.#cancel(progressId);
        end();
      });
    });
  }
}
