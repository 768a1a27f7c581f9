import type { Moved } from '../../protocol/tasks/task.ts';

/** That a program is no longer where the reader has left it. */
export function movedText(taskId: string, { by, times }: Moved): string {
  const who = by === undefined ? 'the user of the editor' : `another client, ${by},`;
  const often = times === 1 ? '' : ` ${times} times`;
  return `Since you last looked, ${who} has moved ${taskId}${often}: it is not where you left it.`;
}
