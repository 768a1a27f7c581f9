import type { Stop } from '../../../protocol/tasks/stop.ts';
import type { Requester } from '../../dap/requester.ts';
import { DEFAULT_LIMITS, type Limits } from '../../session/limits.ts';
import { inspectStop, type SeenStop } from '../../session/stop.ts';
import { clipChange, clipStop } from './clip-stop.ts';
import { FunctionMemory } from './function-memory.ts';
import type { StopRecord } from './thread-stops.ts';

/** What was seen of one stop. */
interface Seen {
  readonly looks: Map<string, Promise<SeenStop>>;
  changes: Stop['changed'];
}

/** Looks at where a program stands, once for all who ask the same. */
export class StopReader {
  readonly #client: Requester;
  readonly #seen = new WeakMap<StopRecord, Seen>();
  readonly #memory = new FunctionMemory();

  constructor(client: Requester) {
    this.#client = client;
  }

  /** Rejects when the thread goes on in the meantime. */
  async read(record: StopRecord, frame: number, limits: Limits): Promise<Stop> {
    const stop = await this.#look(record, frame, atLeastUsual(limits));
    const changed = frame === 0 ? this.#changes(record, stop) : undefined;
    return {
      number: record.number,
      ...clipStop(stop, limits),
      ...(changed && { changed: changed.map((change) => clipChange(change, limits)) }),
    };
  }

  /** The program was changed where it stands: who looks again must see it. */
  changed(record: StopRecord): void {
    this.#seen.get(record)?.looks.clear();
  }

  #look(record: StopRecord, frame: number, limits: Limits): Promise<SeenStop> {
    const { looks } = this.#of(record);
    const key = JSON.stringify([frame, limits]);
    let look = looks.get(key);
    if (!look) {
      look = inspectStop(this.#client, record.event, limits, frame);
      looks.set(key, look);
      // Whoever asks again may have more luck.
      look.catch(() => looks.delete(key));
    }
    return look;
  }

  /** Found out once: what has changed since the last stop does not depend on who asks, or when. */
  #changes(record: StopRecord, stop: SeenStop): Stop['changed'] {
    const seen = this.#of(record);
    seen.changes ??= this.#memory.compare(stop);
    return seen.changes;
  }

  #of(record: StopRecord): Seen {
    let seen = this.#seen.get(record);
    if (!seen) {
      seen = { looks: new Map(), changes: undefined };
      this.#seen.set(record, seen);
    }
    return seen;
  }
}

/** So that those who want little share a look with those who want what is usual. */
const atLeastUsual = (limits: Limits): Limits => ({
  value: Math.max(limits.value, DEFAULT_LIMITS.value),
  variables: Math.max(limits.variables, DEFAULT_LIMITS.variables),
  frames: Math.max(limits.frames, DEFAULT_LIMITS.frames),
  context: Math.max(limits.context, DEFAULT_LIMITS.context),
});
