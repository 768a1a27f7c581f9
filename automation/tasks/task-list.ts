import { deferred } from '../../adapter/util/deferred.ts';
import { errors } from '../../protocol/errors.ts';
import type { Breakpoint, ExceptionMode } from '../../protocol/tasks/breakpoints.ts';
import type { Run, TaskHost } from './host.ts';
import { Exceptions } from './task/exceptions.ts';
import { Holding } from './task/holding.ts';
import { type Origin, Task, type TaskListener, type TaskOptions } from './task/task.ts';

/** Tasks that have ended and are kept. */
const MAX_HISTORY = 100;

/** What the output of all of these may take together, in bytes; beyond that, the older ones keep only the end of theirs. */
const MAX_HISTORY_BYTES = 64 * 1024 * 1024;
const OLD_OUTPUT_BYTES = 256 * 1024;

/** The tasks that run, and those that have ended last. */
export class TaskList {
  readonly #host: TaskHost;
  readonly #listener: TaskListener;
  /** In the order in which they were started. */
  readonly #tasks = new Map<string, Task>();
  readonly #byRun = new WeakMap<Run, Task>();
  #lastId = 0;

  constructor(host: TaskHost, listener: TaskListener) {
    this.#host = host;
    this.#listener = listener;
  }

  /** The newest last. */
  get all(): readonly Task[] {
    return [...this.#tasks.values()];
  }

  find(taskId: string): Task {
    const task = this.#tasks.get(taskId);
    if (!task) throw errors.taskUnknown(taskId, [...this.#tasks.keys()]);
    return task;
  }

  of(run: Run): Task | undefined {
    return this.#byRun.get(run);
  }

  running(taskId: string): Task {
    const task = this.find(taskId);
    if (task.hasEnded) throw errors.taskEnded(taskId, task.exitCode);
    return task;
  }

  ended(taskId: string): Task {
    const task = this.find(taskId);
    if (!task.hasEnded) throw errors.taskRuns(taskId);
    return task;
  }

  /**
   * Resolves when the program runs, or has ended, as it does when it cannot be started. Rejects when its configuration is
   * refused: then there is no task. The breakpoints are those it was started with, as the host has them.
   */
  async start(origin: Origin, by: string): Promise<{ task: Task; breakpoints: Breakpoint[] }> {
    const taskId = this.#nextId();
    const { breakpoints: wanted, configuration, folder, exceptions, noDebug } = origin;
    const added = wanted.length > 0 ? await this.#host.breakpoints.add(wanted, { taskId, by }) : [];
    const started = deferred();
    let task: Task | undefined;
    const adopt = (run: Run): void => {
      task = this.#add(
        { taskId, run, origin, started: started.promise, startedBy: by, holding: new Holding(by) },
        exceptions,
      );
    };
    const request = { configuration, folder, exceptions, noDebug, taskId };
    try {
      await this.#host.start(request, adopt);
      started.resolve();
    } catch (error) {
      started.reject(error);
      if (!task) {
        await this.#removeThoseOf(taskId);
        throw error;
      }
      await task.ended;
    }
    const now = new Map(this.#host.breakpoints.all.map((breakpoint) => [breakpoint.id, breakpoint]));
    return { task: task!, breakpoints: added.map((breakpoint) => now.get(breakpoint.id) ?? breakpoint) };
  }

  /** Takes in a run that somebody else has begun. Whoever holds its parent answers for it, too. */
  adopt(run: Run): void {
    const { configuration } = run;
    const parent = run.parent && this.#byRun.get(run.parent);
    const noDebug = configuration.noDebug === true;
    const origin: Origin = {
      configuration,
      folder: undefined,
      breakpoints: [],
      exceptions: parent?.origin.exceptions ?? 'uncaught',
      noDebug,
    };
    this.#add(
      {
        taskId: this.#nextId(),
        run,
        origin,
        started: Promise.resolve(),
        startedBy: parent?.info.startedBy,
        holding: new Holding(parent?.holding.heldBy),
      },
      parent?.exceptions.wanted,
      parent?.exceptions.isOff,
    );
  }

  /** Forgets a task that has ended, with what was set for it. */
  async close(task: Task): Promise<void> {
    if (!this.#tasks.delete(task.taskId)) return;
    await this.#removeThoseOf(task.taskId);
    this.#listener.told({ type: 'TaskClosed', taskId: task.taskId, timestamp: Date.now() });
  }

  #add(options: Omit<TaskOptions, 'exceptions'>, wanted: ExceptionMode | undefined, areOff = false): Task {
    const tell = async (mode: ExceptionMode) => this.#host.setExceptions(task.run, mode);
    const exceptions = new Exceptions(tell, wanted, areOff);
    const task: Task = new Task({ ...options, exceptions }, this.#listener);
    this.#tasks.set(task.taskId, task);
    this.#byRun.set(options.run, task);
    task.announce();
    void task.ended.then(() => this.#forgetOldest());
    return task;
  }

  /** Those that were there before, and that it has come to use as well, are others'. */
  async #removeThoseOf(taskId: string): Promise<void> {
    const own = this.#host.breakpoints.all.filter((breakpoint) => breakpoint.taskId === taskId);
    await this.#host.breakpoints.remove(own.map(({ id }) => id));
  }

  #nextId(): string {
    this.#lastId += 1;
    return `t${this.#lastId}`;
  }

  #forgetOldest(): void {
    const ended = this.all.filter(({ hasEnded }) => hasEnded);
    for (const task of ended.slice(0, -MAX_HISTORY)) this.close(task).catch(() => {});
    let bytes = 0;
    for (const { output } of ended.toReversed()) {
      bytes += output.bytes;
      if (bytes > MAX_HISTORY_BYTES) output.shrink(OLD_OUTPUT_BYTES);
    }
  }
}
