import { errors } from '../../../protocol/errors.ts';
import type { CommandArguments } from '../../../protocol/tasks/commands.ts';
import type { Outcome } from '../../../protocol/tasks/task.ts';
import { USUAL_WAIT_MS } from '../../../protocol/tasks/waiting.ts';
import type { Task } from '../task/task.ts';
import type { StopRecord } from '../task/thread-stops.ts';
import { Watch } from './outcome.ts';

type Data = Pick<CommandArguments<'Move'>, 'threadId' | 'waitMs' | 'limits'>;
export type Step = 'continue' | 'next' | 'stepIn' | 'stepOut';

/** How long the request itself is given to be answered, in milliseconds, where nobody waits: it may be refused. */
const ANSWER_MS = 1000;

/** The thread that stands and is meant: the one that stopped last, unless one is named. */
export function standingThread(task: Task, threadId: number | undefined): StopRecord {
  if (task.hasEnded) throw errors.taskEnded(task.taskId, task.exitCode);
  const record = threadId === undefined ? task.stops.latest : task.stops.of(threadId);
  if (!record) throw errors.taskNotStopped(task.taskId, threadId);
  return record;
}

/** Lets a thread that stands go on, and waits for the next stop of the task, its end, or the limit. */
export function goOn(task: Task, step: Step, by: string, data: Data): Promise<Outcome> {
  const record = standingThread(task, data.threadId);
  const { threadId } = record;
  const request = () => task.move(by, [record], () => task.request(step, { threadId }));
  return settle(task, request, { ...data, threadId });
}

/** Stops a running program where it is. Of one that stands it tells where. */
export async function pause(task: Task, by: string, data: Data): Promise<Outcome> {
  if (task.hasEnded) throw errors.taskEnded(task.taskId, task.exitCode);
  const { threadId, limits } = data;
  const standing = threadId === undefined ? task.stops.latest : task.stops.of(threadId);
  if (standing) return new Watch(task).outcome(standing, { limits });
  return settle(task, () => task.move(by, [], () => requestPause(task, threadId)), data);
}

async function requestPause(task: Task, threadId: number | undefined): Promise<void> {
  if (threadId !== undefined) await task.request('pause', { threadId });
  else {
    const { threads } = await task.request('threads', {});
    await task.request('pause', { threadId: threads[0]?.id ?? 1 });
  }
}

/**
 * What comes of a request. Only what happens from now on counts, and it is looked for before the request is sent: the next
 * stop may come before its answer.
 */
async function settle(
  task: Task,
  request: () => Promise<unknown>,
  { threadId, waitMs = USUAL_WAIT_MS, limits }: Data,
): Promise<Outcome> {
  const watch = new Watch(task);
  const { count } = task.stops;
  let answered = false;
  let refusal: unknown;
  const next = () => task.stops.after(count, threadId);
  const isSettled = () => task.hasEnded || refusal !== undefined || next() !== undefined;
  request()
    .catch((error: unknown) => {
      refusal = error;
    })
    .finally(() => {
      answered = true;
      task.changes.happened();
    });
  const begun = performance.now();
  await task.changes.until(() => answered || isSettled(), Math.max(waitMs, ANSWER_MS));
  await task.changes.until(isSettled, Math.max(0, waitMs - (performance.now() - begun)));
  const record = next();
  if (refusal !== undefined && !record && !task.hasEnded) throw refusal;
  return record ? watch.outcome(record, { limits }) : watch.unstopped();
}
