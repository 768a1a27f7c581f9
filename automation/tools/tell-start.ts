import { TandemError } from '../../protocol/errors.ts';
import type { CommandAnswer } from '../../protocol/tasks/commands.ts';
import { outputSince } from '../tasks/output-since.ts';
import { neverHitText, unboundText } from './text/missed-text.ts';
import { outcomeText } from './text/outcome-text.ts';
import type { Told, ToolContext } from './tool.ts';

const NEXT = 'Correct it, and call debug_start again.';

/**
 * Waits for the first stop of a program that was just started, and tells of it.
 *
 * @param cursor where its output begins
 */
export async function tellStart(
  context: ToolContext,
  { task: { taskId } }: CommandAnswer<'StartNewTask'>,
  waitMs: number | undefined,
  cursor = 0,
): Promise<Told> {
  const { commander, folder } = context;
  const outcome = await commander.send('Wait', { taskId, ...(waitMs !== undefined && { waitMs }) });
  const { error, pid, stops } = outcome.task;
  if (error && pid === undefined && stops === 0)
    throw new TandemError({ hint: NEXT, ...error, audience: 'user' });
  // From its beginning: it has printed before anybody waited.
  const output = await outputSince(commander, taskId, cursor);
  const { text, next } = outcomeText({ ...outcome, output }, folder);
  const missed = await (outcome.state === 'ended' ? neverHitText : unboundText)(context, taskId);
  return { text: text + missed, next };
}
