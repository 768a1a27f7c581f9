import type { TaskHost } from './host.ts';
import type { Task } from './task/task.ts';

/**
 * A caller has vanished. Nothing of what it brought may stop a program any more for which it was responsible: the breakpoints
 * that it has set are removed, programs that it held do not stop at exceptions, and those that it held stopped go on.
 */
export async function release(host: TaskHost, tasks: readonly Task[], callerId: string): Promise<void> {
  const held = tasks.filter((task) => task.heldBy === callerId && !task.hasEnded);
  if (held.length === 0) return;
  for (const task of held) task.abandon();
  const passing = tasks.flatMap((task) => [...task.passing].filter(([, { by }]) => by === callerId));
  const set = host.breakpoints.all.filter(({ by }) => by === callerId);
  await host.breakpoints.remove([...set.map(({ id }) => id), ...passing.map(([id]) => id)]);
  await Promise.all(
    held.map(async (task) => {
      await passExceptions(host, task).catch(ignore);
      await letGo(task);
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

async function passExceptions(host: TaskHost, task: Task): Promise<void> {
  await host.setExceptions(task.run, 'none');
}

async function letGo(task: Task): Promise<void> {
  const by = task.abandonedBy;
  const standing = task.stops.all;
  // Somebody else may have taken hold of it in the meantime.
  if (by === undefined || standing.length === 0) return;
  const goOn = standing.map((record) => task.move(record, 'continue', { threadId: record.threadId }));
  await Promise.all(goOn.map((gone) => gone.catch(ignore)));
  task.tell({ kind: 'released', by });
}

/** What fails because the program has just ended, or was moved by somebody else, need not be done. */
const ignore = (): void => {};
