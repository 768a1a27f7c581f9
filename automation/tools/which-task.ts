import { errors } from '../../protocol/errors.ts';
import type { TaskInfo } from '../../protocol/tasks/task.ts';
import { meantAmong } from '../tasks/meant-task.ts';
import { taskStateText } from '../text/task-state.ts';
import type { ToolContext } from './tool.ts';

/**
 * The id of the task that a tool is about. Where none is named, the client's own are meant: of those of others one may be looked
 * at, and it is said whose it is; what is more must be meant, and so be named.
 */
export async function whichTask(
  { commander, clientId, remark }: ToolContext,
  named: string | undefined,
  does: 'look' | 'more',
): Promise<string> {
  if (named !== undefined) return named;
  const { tasks } = await commander.send('ListTasks', {});
  const own = tasks.filter((task) => clientId === undefined || isOf(task, clientId));
  if (own.length === 0 && tasks.length > 0 && does === 'more')
    throw errors.toolTaskOfOthers(tasks.map((task) => taskLine(task, clientId)));
  const task = meantAmong(own.length > 0 ? own : tasks, {
    none: errors.toolNoTask,
    several: (several) => errors.toolTaskAmbiguous(several.map((one) => taskLine(one, clientId))),
  });
  if (own.length === 0) remark(`${task.taskId} was started by ${whose(task)}.`);
  return task.taskId;
}

/** Whoever was told to move a task of somebody else goes on with it. */
const isOf = ({ startedBy, heldBy }: TaskInfo, clientId: string): boolean =>
  startedBy === clientId || heldBy === clientId;

const whose = ({ startedBy }: TaskInfo): string =>
  startedBy === undefined ? 'the user of the editor' : `another client, ${startedBy}`;

export const taskLine = (task: TaskInfo, clientId: string | undefined): string => {
  const { taskId, name, pid, startedBy } = task;
  const isOwn = startedBy !== undefined && (clientId === undefined || startedBy === clientId);
  return [
    `${taskId}  ${name}  ${taskStateText(task)}`,
    pid === undefined ? '' : `, process ${pid}`,
    isOwn ? '' : `, started by ${whose(task)}`,
  ].join('');
};
