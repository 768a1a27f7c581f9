import { placeOf } from '../breakpoint-place.ts';
import { goOn, pause } from '../outcomes/move.ts';
import { Watch } from '../outcomes/outcome.ts';
import { runTo } from '../outcomes/run-to.ts';
import { waitFor } from '../outcomes/wait.ts';
import type { Handlers } from './context.ts';

/** Moving programs, and what comes of it. */
export const movementCommands: Handlers<'Move' | 'Wait' | 'GetState'> = {
  async Move({ taskId, action, to, ...data }, { host, tasks, caller }) {
    const place = to && (await placeOf(to, host.folders));
    const task = tasks.running(taskId);
    if (action === 'pause') return pause(task, caller.id, data);
    if (action === 'runTo') return runTo(task, host.breakpoints, place!, caller.id, data);
    return goOn(task, action, caller.id, data);
  },

  Wait: ({ taskId, ...data }, { tasks }) => waitFor(tasks.find(taskId), data),

  async GetState({ taskId, threadId, ...looks }, { tasks }) {
    const task = tasks.find(taskId);
    const record = threadId === undefined ? task.stops.latest : task.stops.of(threadId);
    return new Watch(task).outcome(record, looks);
  },
};
