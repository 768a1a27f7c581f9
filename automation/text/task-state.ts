import type { TaskInfo } from '../../protocol/tasks/task.ts';

/** How a task is, in a list: the same words for a person at a terminal and for an agent. */
export function taskStateText({ state, exitCode, end, error }: TaskInfo): string {
  if (state !== 'ended') return state;
  if (error) return 'failed';
  if (end === 'aborted') return 'cancelled';
  if (end === 'detached') return 'left';
  return exitCode === undefined ? 'ended' : `exited with code ${exitCode}`;
}
