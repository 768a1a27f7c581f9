import { errors } from '../../protocol/errors.ts';
import type { TaskInfo } from '../../protocol/tasks/task.ts';
import { meantTask } from '../tasks/meant-task.ts';
import type { ToolContext } from './tool.ts';

/** The id of the task that a tool is about. */
export const whichTask = ({ commander }: ToolContext, named: string | undefined): Promise<string> =>
  meantTask(commander, named, {
    none: errors.toolNoTask,
    several: (tasks) => errors.toolTaskAmbiguous(tasks.map(taskLine)),
  });

export const taskLine = ({ taskId, name, state, exitCode, pid, startedBy }: TaskInfo): string =>
  [
    `${taskId}  ${name}  ${state}`,
    exitCode === undefined ? '' : ` with exit code ${exitCode}`,
    pid === undefined ? '' : `, process ${pid}`,
    startedBy === undefined ? ', started by the user of the editor' : '',
  ].join('');
