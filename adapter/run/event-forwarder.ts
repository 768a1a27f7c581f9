import type { EngineEvent } from '../../protocol/commands.ts';

/**
 * Passes the engine's events on in their order, each behind the output that the program had written before it: whoever
 * reads "stopped" has already read what was printed up to there, although the two come by different ways.
 */
export class EventForwarder {
  readonly #flushOutput: () => Promise<void>;
  readonly #forward: (event: EngineEvent) => void;
  #waiting: EngineEvent[] = [];
  #flushing: Promise<void> = Promise.resolve();

  constructor(flushOutput: () => Promise<void>, forward: (event: EngineEvent) => void) {
    this.#flushOutput = flushOutput;
    this.#forward = forward;
  }

  push(event: EngineEvent): void {
    this.#waiting.push(event);
    if (this.#waiting.length === 1) this.#flushing = this.#flush();
  }

  /** Resolves when everything that was pushed has been forwarded. */
  idle(): Promise<void> {
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    await this.#flushOutput();
    const events = this.#waiting;
    this.#waiting = [];
    for (const event of events) this.#forward(event);
  }
}
