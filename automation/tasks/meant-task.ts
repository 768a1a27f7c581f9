import type { TandemError } from '../../protocol/errors.ts';
import type { TaskInfo } from '../../protocol/tasks/task.ts';
import type { Commander } from './commander.ts';

/** What to say where it is not clear which task is meant. */
interface Unclear {
  readonly none: () => TandemError;
  readonly several: (tasks: readonly TaskInfo[]) => TandemError;
}

/**
 * The id of the task that is meant: the one that is named, whether or not there is one, or else the only one that has not
 * ended; when all have, the last. Never a guess among several: whoever drives the wrong program believes what he sees.
 */
export async function meantTask(
  commander: Commander,
  named: string | undefined,
  unclear: Unclear,
): Promise<string> {
  if (named !== undefined) return named;
  const { tasks } = await commander.send('ListTasks', {});
  return meantAmong(tasks, unclear).taskId;
}

/** The same, where none is named. */
export function meantAmong(tasks: readonly TaskInfo[], unclear: Unclear): TaskInfo {
  const going = tasks.filter(({ state }) => state !== 'ended');
  if (going.length > 1) throw unclear.several(going);
  const task = going[0] ?? tasks[0];
  if (!task) throw unclear.none();
  return task;
}
