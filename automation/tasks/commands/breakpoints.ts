import { placed } from '../breakpoint-place.ts';
import type { Handlers } from './context.ts';

/** Where programs are to be stopped. */
export const breakpointCommands: Handlers<
  'AddBreakpoints' | 'RemoveBreakpoints' | 'ListBreakpoints' | 'SetExceptions'
> = {
  async AddBreakpoints({ taskId, breakpoints }, { host, tasks, caller }) {
    if (taskId !== undefined) tasks.find(taskId);
    const wanted = await placed(breakpoints, host.folders);
    return { breakpoints: await host.breakpoints.add(wanted, { taskId, by: caller.id }) };
  },

  async RemoveBreakpoints({ ids }, { host }) {
    const all = host.breakpoints.all.map(({ id }) => id);
    return { removed: await host.breakpoints.remove(ids === 'all' ? all : ids) };
  },

  /** Of a task: its own, and those that all tasks have. */
  ListBreakpoints({ taskId }, { host, tasks }) {
    if (taskId === undefined) return { breakpoints: [...host.breakpoints.all] };
    tasks.find(taskId);
    return {
      breakpoints: host.breakpoints.all.filter((one) => one.taskId === undefined || one.taskId === taskId),
    };
  },

  async SetExceptions({ taskId, mode }, { tasks }) {
    await tasks.running(taskId).exceptions.set(mode);
    return {};
  },
};
