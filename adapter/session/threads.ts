import type { EngineEvent } from '../../protocol/commands.ts';
import type { SendEvent } from './client.ts';

/** What the client believes about the program's threads, so that it can be told when another program takes its place. */
export class Threads {
  readonly #alive = new Set<number>();
  readonly #stopped = new Set<number>();

  observe({ event, body }: EngineEvent): void {
    if (event === 'thread') {
      if (body.reason === 'started') this.#alive.add(body.threadId);
      if (body.reason === 'exited') this.#forget(body.threadId);
    }
    if (event === 'stopped' && body.threadId !== undefined) this.#stopped.add(body.threadId);
    if (event === 'continued') {
      if (body.allThreadsContinued) this.#stopped.clear();
      else this.#stopped.delete(body.threadId);
    }
  }

  /** The program is gone, its session is not: nothing is stopped any more, and its threads are no more. */
  endAll(send: SendEvent): void {
    for (const threadId of this.#stopped) send('continued', { threadId });
    for (const threadId of this.#alive) send('thread', { reason: 'exited', threadId });
    this.#alive.clear();
    this.#stopped.clear();
  }

  #forget(threadId: number): void {
    this.#alive.delete(threadId);
    this.#stopped.delete(threadId);
  }
}
