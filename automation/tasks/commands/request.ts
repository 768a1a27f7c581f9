import type { RequestName } from '../../../adapter/requests/requests.ts';
import { errors } from '../../../protocol/errors.ts';
import { isLook, isMove } from '../requests.ts';
import type { Task } from '../task/task.ts';
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
    const sent = () => send(task, command as RequestName, args as never);
    return { body: await (isMove(command) ? task.holdFor(caller.id, sent) : sent()) };
  },
};

/** What is moved counts as running at once, and what may have been changed is looked at anew. */
async function send(
  task: Task,
  command: RequestName,
  args: { readonly threadId?: unknown },
): Promise<unknown> {
  const threadId = isMove(command) && typeof args.threadId === 'number' ? args.threadId : undefined;
  const record = threadId === undefined ? undefined : task.stops.of(threadId);
  const body = await (record
    ? task.move(record, command, args as never)
    : task.request(command, args as never));
  if (!isLook(command)) for (const standing of task.stops.all) task.reader.changed(standing);
  return body;
}
