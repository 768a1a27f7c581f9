import type { TaskHost } from './host.ts';
import type { Task } from './task/task.ts';

/**
 * A caller has vanished. Nothing of what it brought stops a program any more: the breakpoints that it has set are removed,
 * programs that it held do not stop at exceptions until somebody moves them, and those that it held stopped go on.
 */
export async function release(host: TaskHost, tasks: readonly Task[], callerId: string): Promise<void> {
  const held = tasks.filter((task) => !task.hasEnded && task.holding.abandon(callerId));
  const passing = tasks.flatMap((task) => [...task.passing].filter(([, { by }]) => by === callerId));
  const set = host.breakpoints.all.filter(({ by }) => by === callerId);
  await host.breakpoints.remove([...set.map(({ id }) => id), ...passing.map(([id]) => id)]);
  await Promise.all(
    held.map(async (task) => {
      if (!(await isLeftAlone(task, callerId))) return;
      await task.exceptions.switchOff().catch(ignore);
      if (await isLeftAlone(task, callerId)) await letGo(task);
    }),
  );
}

/**
 * An abandoned program has stopped where nobody has set a breakpoint, at a `debugger` statement for one. With an editor there
 * is its user, who sees it; else it would stand there for ever.
 */
export async function releaseAgain(host: TaskHost, task: Task): Promise<void> {
  const isWanted = task.stops.all.some(({ event }) => event.hitBreakpointIds?.length);
  if (host.kind === 'server' && !isWanted) await letGo(task);
}

/** How long moves of others may take to be accepted or refused, in milliseconds. */
const ANSWER_MS = 5000;

/** False where somebody else has taken hold of it in the meantime, or it has ended. */
async function isLeftAlone(task: Task, callerId: string): Promise<boolean> {
  await task.changes.until(() => task.hasEnded || task.holding.isSettled, ANSWER_MS);
  return task.holding.abandonedBy === callerId;
}

async function letGo(task: Task): Promise<void> {
  const by = task.holding.abandonedBy;
  if (by === undefined || !task.stops.latest || task.run.isStopping) return;
  await task.letGo();
  task.tell({ kind: 'released', by });
}

/** What fails because the program has just ended need not be done. */
const ignore = (): void => {};
