import type { TaskEvent } from '../../protocol/tasks/events.ts';
import type { TaskInfo } from '../../protocol/tasks/task.ts';
import type { Commander } from './commander.ts';
import type { Run } from './host.ts';

/** Somebody who drives tasks: a client on a socket, a language model in the window. */
export interface Caller {
  readonly id: string;
  /** For people. */
  readonly name?: string | undefined;
}

/** What the place where the runs are may know, and do: an editor shows it to its user. */
export interface RunOwners {
  /** The task of a run, as it is now; undefined where there is none. */
  taskOf(run: Run): TaskInfo | undefined;
  /** From now on the user of the editor answers for it: whoever held it may leave, and it stays as it is. */
  takeOver(run: Run): void;
}

/** The tasks of a window or server, for all who drive them. */
export interface TaskService extends AsyncDisposable {
  /** What this caller may do with the tasks. What it moves, it holds. */
  commanderFor(caller: Caller): Commander;

  /**
   * A caller is gone. What it held stopped stays so after a goodbye; when it has vanished, its breakpoints are removed and
   * the program goes on. Nothing is done once the service is disposed of.
   */
  left(callerId: string, how: 'goodbye' | 'vanished'): Promise<void>;

  onEvent(listener: (event: TaskEvent) => void): Disposable;
}
