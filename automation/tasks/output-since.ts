import type { OutputSlice } from '../../protocol/tasks/task.ts';
import type { Commander } from './commander.ts';

/** The cursor that a slice was asked for with: whoever asks with it again is told what was left out as well. */
export const beginningOf = ({ entries: [first], cursor, skipped = 0, lost }: OutputSlice): number =>
  first ? first.cursor - 1 - skipped - lost : cursor;

/** The last of what a task has printed after a cursor, as an outcome tells it. */
export const outputSince = (commander: Commander, taskId: string, cursor: number): Promise<OutputSlice> =>
  commander.send('GetOutput', { taskId, cursor, last: true });

/** Where the output of a task is now: what it prints from here on is after this cursor. */
export async function outputCursorOf(commander: Commander, taskId: string): Promise<number> {
  const { tasks } = await commander.send('ListTasks', {});
  return tasks.find((task) => task.taskId === taskId)?.outputCursor ?? 0;
}
