import { TandemError } from '../../../protocol/errors.ts';
import type { Limits as NamedLimits } from '../../../protocol/tasks/parts.ts';
import type { Outcome, OutputSlice } from '../../../protocol/tasks/task.ts';
import { limitsFrom } from '../../session/limits.ts';
import type { Task } from '../task/task.ts';
import type { StopRecord } from '../task/thread-stops.ts';

/** Entries of output that are told along with an outcome: the last ones, where a program that fails says why. */
const OUTPUT_ENTRIES = 1000;

/** A command that looks at what becomes of a task, from when it was sent. */
export class Watch {
  readonly task: Task;
  readonly #from = performance.now();
  readonly #cursor: number;

  constructor(task: Task) {
    this.task = task;
    this.#cursor = task.output.cursor;
  }

  get waitedMs(): number {
    return Math.round(performance.now() - this.#from);
  }

  get output(): OutputSlice {
    return this.task.output.last(OUTPUT_ENTRIES, this.#cursor);
  }

  /**
   * How the task is now. Where a thread stands, its stop; if it goes on while it is being looked at, the task runs, and is
   * said to.
   */
  async outcome(
    record: StopRecord | undefined,
    { frame = 0, limits }: { readonly frame?: number | undefined; readonly limits?: NamedLimits | undefined },
  ): Promise<Outcome> {
    const { task } = this;
    if (record && !task.hasEnded) {
      try {
        const stop = await task.reader.read(record, frame, limitsFrom(limits));
        return { state: 'stopped', task: task.info, stop, output: this.output };
      } catch (error) {
        if (task.stops.stands(record) || TandemError.from(error).audience !== 'expected') throw error;
      }
    }
    return this.unstopped();
  }

  unstopped(): Outcome {
    const { task, output } = this;
    if (task.hasEnded) return { state: 'ended', task: task.info, output };
    return { state: 'running', task: task.info, waitedMs: this.waitedMs, output, note: noteOf(task) };
  }
}

function noteOf(task: Task): string {
  const standing = task.stops.latest;
  if (standing)
    return `Thread ${standing.threadId} is stopped, the one that is meant is not. GetState tells where the task stands.`;
  if (task.state === 'starting') return 'It is being started. Wait tells when it stops, or has ended.';
  return 'It runs, and has not stopped so far. Wait for it again, or stop it where it is: Move with "action": "pause".';
}
