import { errors } from '../../protocol/errors.ts';
import type { TaskInfo } from '../../protocol/tasks/task.ts';
import type { ToolContext } from './tool.ts';

/**
 * The task that is meant: the one that is named, or else the only one that goes on, or the last one that did. Never a guess
 * among several: whoever drives the wrong program believes what he sees.
 */
export async function whichTask({ commander }: ToolContext, named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  const { tasks } = await commander.send('ListTasks', {});
  const going = tasks.filter(({ state }) => state !== 'ended');
  if (going.length > 1) throw errors.toolTaskAmbiguous(going.map(taskLine));
  const task = going[0] ?? tasks[0];
  if (!task) throw errors.toolNoTask();
  return task.taskId;
}

export const taskLine = ({ taskId, name, state, exitCode, pid, startedBy }: TaskInfo): string =>
  [
    `${taskId}  ${name}  ${state}`,
    exitCode === undefined ? '' : ` with exit code ${exitCode}`,
    pid === undefined ? '' : `, process ${pid}`,
    startedBy === undefined ? ', started by the user of the editor' : '',
  ].join('');
