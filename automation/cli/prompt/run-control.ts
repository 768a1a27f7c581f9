import type { DapClient, EventBody } from '../../dap/dap-client.ts';
import { DEFAULT_LIMITS } from '../../session/limits.ts';
import { inspectStop } from '../../session/stop.ts';
import { CurrentStop } from './current-stop.ts';

export type Resume = 'continue' | 'next' | 'stepIn' | 'stepOut';

/** What is stopped, what is shown of it, and how it is set going again. */
export class RunControl {
  readonly #client: DapClient;
  readonly #onRun: () => void;
  /** Threads that have stopped and were not shown yet. */
  #waiting: EventBody<'stopped'>[] = [];
  #current: CurrentStop | undefined;

  constructor(client: DapClient, events: { onStop: () => void; onRun: () => void }) {
    this.#client = client;
    this.#onRun = events.onRun;
    client.on('stopped', (stopped) => {
      this.#waiting.push(stopped);
      events.onStop();
    });
    client.on('continued', ({ threadId }) => {
      this.#waiting = this.#waiting.filter((stopped) => stopped.threadId !== threadId);
      if (this.#current?.stop.threadId === threadId) this.run();
    });
  }

  get current(): CurrentStop | undefined {
    return this.#current;
  }

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Makes the stop that waits longest the current one. */
  async next(): Promise<CurrentStop> {
    const stopped = this.#waiting.shift()!;
    this.#current = new CurrentStop(await inspectStop(this.#client, stopped, DEFAULT_LIMITS));
    return this.#current;
  }

  async resume(how: Resume): Promise<void> {
    const current = this.#current;
    if (!current) return;
    this.run();
    try {
      await this.#client.request(how, { threadId: current.stop.threadId });
    } catch (error) {
      // It still stands where it stood.
      this.#current ??= current;
      throw error;
    }
  }

  async restart(): Promise<void> {
    this.run();
    this.#waiting = [];
    await this.#client.request('restart', {});
  }

  async pause(): Promise<void> {
    const { threads } = await this.#client.request('threads', {});
    await Promise.all(threads.map(({ id }) => this.#client.request('pause', { threadId: id })));
  }

  /** There is no current stop any more. */
  run(): void {
    this.#current = undefined;
    this.#onRun();
  }
}
