import type { EventBody } from '../../dap/dap-client.ts';

/** A thread that stands. */
export interface StopRecord {
  /** Counts the stops of the task, from 1. */
  readonly number: number;
  readonly threadId: number;
  readonly event: EventBody<'stopped'>;
  /** It stands only because another thread does. */
  readonly along: boolean;
}

/** Which threads of a program stand, and which of their stops the task is about. */
export class ThreadStops {
  /** In the order in which they stopped. */
  readonly #standing = new Map<number, StopRecord>();
  #count = 0;

  /** How many stops there were. Threads that stand only because another does are not counted. */
  get count(): number {
    return this.#count;
  }

  get all(): readonly StopRecord[] {
    return [...this.#standing.values()];
  }

  stopped(event: EventBody<'stopped'>): StopRecord {
    const { threadId = 1, preserveFocusHint: along = false } = event;
    if (!along) this.#count += 1;
    const record: StopRecord = { number: this.#count, threadId, event, along };
    this.#standing.delete(threadId);
    this.#standing.set(threadId, record);
    return record;
  }

  /** Returns what stood there, if it did. */
  continued(threadId: number): StopRecord | undefined {
    const record = this.#standing.get(threadId);
    this.#standing.delete(threadId);
    return record;
  }

  /** It did not go on after all; unless something has happened to it since, it stands where it stood. */
  restore(record: StopRecord): boolean {
    if (this.#standing.has(record.threadId)) return false;
    this.#standing.set(record.threadId, record);
    return true;
  }

  clear(): void {
    this.#standing.clear();
  }

  of(threadId: number): StopRecord | undefined {
    return this.#standing.get(threadId);
  }

  stands(record: StopRecord): boolean {
    return this.#standing.get(record.threadId) === record;
  }

  /** The thread that stopped last by itself. */
  get latest(): StopRecord | undefined {
    return this.all.findLast(({ along }) => !along);
  }

  /** Of the stops after the given number that of the thread, if there is one, else the first. */
  after(number: number, threadId: number | undefined): StopRecord | undefined {
    const fresh = this.all.filter((record) => !record.along && record.number > number);
    return fresh.find((record) => record.threadId === threadId) ?? fresh[0];
  }
}
