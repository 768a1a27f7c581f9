import type { CommandArguments } from '../../../protocol/tasks/commands.ts';
import type { Outcome } from '../../../protocol/tasks/task.ts';
import { USUAL_WAIT_MS } from '../../../protocol/tasks/waiting.ts';
import type { Task } from '../task/task.ts';
import { Watch } from './outcome.ts';

type Data = Omit<CommandArguments<'Wait'>, 'taskId'>;

/** Waits until the task stands or has ended, or the limit is over; at once where it does. */
export async function waitFor(task: Task, { until, waitMs = USUAL_WAIT_MS, limits }: Data): Promise<Outcome> {
  const watch = new Watch(task);
  const stands = () => until !== 'ended' && task.stops.latest !== undefined;
  await task.changes.until(() => task.hasEnded || stands(), waitMs);
  return watch.outcome(task.stops.latest, { limits });
}
