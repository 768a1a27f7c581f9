import { errors } from '../../../protocol/errors.ts';
import type { TaskInfo } from '../../../protocol/tasks/task.ts';
import type { Commander } from '../../tasks/commander.ts';
import { meantTask } from '../../tasks/meant-task.ts';
import { taskStateText } from '../../text/task-state.ts';

/** The id of the task that a command is about. */
export const chooseTask = (commander: Commander, named: string | undefined): Promise<string> =>
  meantTask(commander, named, {
    none: errors.cliNoTask,
    several: (tasks) => errors.cliTaskAmbiguous(tasks.map(describeTask)),
  });

const describeTask = (task: TaskInfo): string =>
  `--task ${task.taskId}  ${taskStateText(task)}  ${task.program ?? task.name}`;
