import { errors } from '../../../protocol/errors.ts';
import type { CommandArguments } from '../../../protocol/tasks/commands.ts';
import type { Outcome } from '../../../protocol/tasks/task.ts';
import type { Breakpoints } from '../host.ts';
import type { Task } from '../task/task.ts';
import { goOn, standingThread } from './move.ts';

type Data = Pick<CommandArguments<'Move'>, 'threadId' | 'waitMs' | 'limits'>;
interface Place {
  readonly file: string;
  readonly line: number;
}

/**
 * Lets the program go on to a line. The breakpoint that this takes is removed at the next stop, wherever that is, or with the
 * program's end: not before, also when nobody waits any more.
 */
export async function runTo(
  task: Task,
  breakpoints: Breakpoints,
  place: Place,
  by: string,
  data: Data,
): Promise<Outcome> {
  standingThread(task, data.threadId);
  const [target] = await breakpoints.add([place], { taskId: task.taskId, by, passing: task.run });
  const { id, state, message } = target!;
  task.passing.set(id, { by });
  const remove = async (): Promise<void> => {
    if (task.passing.delete(id)) await breakpoints.remove([id]);
  };
  if (state === 'rejected') {
    await remove();
    throw errors.placeNotBound(`${place.file}:${place.line}`, message ?? 'there is no code.');
  }
  const { count } = task.stops;
  const over = task.changes.until(() => task.hasEnded || task.stops.count > count, Number.POSITIVE_INFINITY);
  const removed = over.then(remove).catch(() => {});
  try {
    const outcome = await goOn(task, 'continue', by, data);
    if (outcome.state !== 'running') await removed;
    return outcome;
  } catch (error) {
    await remove();
    throw error;
  }
}
