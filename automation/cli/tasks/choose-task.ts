import { errors } from '../../../protocol/errors.ts';
import type { TaskInfo } from '../../../protocol/tasks/task.ts';
import type { Commander } from '../../tasks/commander.ts';

/**
 * The id of the task that a command is about. Which one is never guessed where the wrong one could be moved: of several
 * that have not ended, one has to be named. When all have ended, it is the last.
 */
export async function chooseTask(commander: Commander, named: string | undefined): Promise<string> {
  // Whether there is such a task, the command itself is told.
  if (named !== undefined) return named;
  const { tasks } = await commander.send('ListTasks', {});
  const [last] = tasks;
  if (!last) throw errors.cliNoTask();
  const [task = last, ...others] = tasks.filter(({ state }) => state !== 'ended');
  if (others.length > 0) throw errors.cliTaskAmbiguous([task, ...others].map(describeTask));
  return task.taskId;
}

const describeTask = ({ taskId, name, state, program }: TaskInfo): string =>
  `--task ${taskId}  ${state}  ${program ?? name}`;
