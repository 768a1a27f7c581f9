import type { TaskHost } from './host.ts';
import type { Task } from './task/task.ts';

/**
 * A caller has vanished. Nothing of what it brought may stop a program any more for which it was responsible: the breakpoints
 * that it has set are removed, programs that it held do not stop at exceptions, and those that it held stopped go on.
 */
export async function release(host: TaskHost, tasks: readonly Task[], callerId: string): Promise<void> {
  const held = tasks.filter((task) => task.heldBy === callerId && !task.hasEnded);
  if (held.length === 0) return;
  for (const task of held) task.heldBy = undefined;
  const passing = tasks.flatMap((task) => [...task.passing].filter(([, { by }]) => by === callerId));
  const set = host.breakpoints.all.filter(({ by }) => by === callerId);
  await host.breakpoints.remove([...set.map(({ id }) => id), ...passing.map(([id]) => id)]);
  await Promise.all(held.map((task) => letGo(host, task, callerId)));
}

async function letGo(host: TaskHost, task: Task, callerId: string): Promise<void> {
  // Whatever fails because the program has just ended, or was moved by somebody else, need not be done.
  await host.setExceptions(task.run, 'none').catch(() => {});
  const standing = task.stops.all;
  if (standing.length === 0) return;
  await Promise.all(
    standing.map((record) => task.move(record, 'continue', { threadId: record.threadId }).catch(() => {})),
  );
  task.tell({ kind: 'released', by: callerId });
}
