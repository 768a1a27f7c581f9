import type { Breakpoint } from '../../../protocol/tasks/breakpoints.ts';
import type { Outcome } from '../../../protocol/tasks/task.ts';
import type { Commander } from '../../tasks/commander.ts';

/** Those set for a task whose program has ended by itself that could never have stopped it: it has passed none of them. */
export async function neverBound(
  commander: Commander,
  { state, task: { taskId, end } }: Outcome,
): Promise<{ readonly neverBound?: readonly Breakpoint[] }> {
  if (state !== 'ended' || end !== 'completed') return {};
  const { breakpoints } = await commander.send('ListBreakpoints', { taskId });
  const missed = breakpoints.filter((one) => one.neverBound && one.taskId === taskId);
  return missed.length > 0 ? { neverBound: missed } : {};
}
