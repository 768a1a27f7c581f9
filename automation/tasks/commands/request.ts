import type { RequestName } from '../../../adapter/requests/requests.ts';
import { errors } from '../../../protocol/errors.ts';
import { isLook, isMove } from '../requests.ts';
import type { Task } from '../task/task.ts';
import type { StopRecord } from '../task/thread-stops.ts';
import type { Handlers } from './context.ts';

/** Requests of a session's own client, which a second one must not send, and what there is instead. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['initialize', 'StartNewTask'],
  ['launch', 'StartNewTask'],
  ['attach', 'StartNewTask'],
  ['configurationDone', 'StartNewTask'],
  ['disconnect', 'CancelTask'],
  ['terminate', 'CancelTask'],
  ['restart', 'RestartTask'],
  ['setBreakpoints', 'AddBreakpoints and RemoveBreakpoints'],
  ['setFunctionBreakpoints', 'AddBreakpoints and RemoveBreakpoints'],
  ['setExceptionBreakpoints', 'SetExceptions'],
]);

/** Anything else that the Debug Adapter Protocol has. */
export const requestCommands: Handlers<'Request'> = {
  async Request({ taskId, command, arguments: said = {} }, { tasks, caller, isReadOnly }) {
    const task = tasks.running(taskId);
    const instead = REFUSED.get(command);
    if (instead !== undefined) throw errors.taskRequestRefused(command, instead);
    const args = isReadOnly && command === 'variables' ? { ...said, withoutCalls: true } : said;
    const request = () => task.request(command as RequestName, args as never);
    const body = await (isMove(command) ? task.move(caller.id, standing(task, said), request) : request());
    // What may have been changed is looked at anew.
    if (!isLook(command)) for (const record of task.stops.all) task.reader.changed(record);
    return { body };
  },
};

function standing(task: Task, { threadId }: { readonly threadId?: unknown }): StopRecord[] {
  const record = typeof threadId === 'number' ? task.stops.of(threadId) : undefined;
  return record ? [record] : [];
}
