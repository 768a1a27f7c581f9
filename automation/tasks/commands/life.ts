import type { Breakpoint } from '../../../protocol/tasks/breakpoints.ts';
import { placed } from '../breakpoint-place.ts';
import type { Origin, Task } from '../task/task.ts';
import type { CommandContext, Handlers } from './context.ts';

/** The beginning and the end of tasks. */
export const lifeCommands: Handlers<
  'StartNewTask' | 'ResumeTask' | 'CancelTask' | 'CloseTask' | 'RestartTask' | 'ListTasks'
> = {
  async StartNewTask(data, context) {
    const { configuration, folder, breakpoints = [], exceptions = 'uncaught', noDebug = false } = data;
    return begin(context, {
      configuration,
      folder,
      breakpoints: await placed(breakpoints, context.host.folders),
      exceptions,
      noDebug,
    });
  },

  async ResumeTask(taskId, context) {
    return begin(context, context.tasks.ended(taskId).origin);
  },

  async CancelTask(taskId, { tasks }) {
    return { task: (await cancelled(tasks.find(taskId))).info };
  },

  async CloseTask(taskId, { tasks }) {
    const task = await cancelled(tasks.find(taskId));
    await tasks.close(task);
    return { task: task.info };
  },

  async RestartTask(taskId, { tasks, caller }) {
    const task = tasks.running(taskId);
    await task.move(caller.id, task.stops.all, () => task.run.restart());
    return { task: task.info };
  },

  ListTasks: (_, { tasks }) => ({ tasks: tasks.all.map(({ info }) => info).reverse() }),
};

async function cancelled(task: Task): Promise<Task> {
  if (!task.hasEnded) task.run.stop();
  await task.ended;
  return task;
}

/** Answers when the program runs, or could not be started: then the task has ended, and says why. */
async function begin(
  { tasks, caller }: CommandContext,
  origin: Origin,
): Promise<{ task: Task['info']; breakpoints: Breakpoint[] }> {
  const { task, breakpoints } = await tasks.start(origin, caller.id);
  return { task: task.info, breakpoints };
}
