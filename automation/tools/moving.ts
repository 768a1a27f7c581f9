import * as z from 'zod';
import { errors } from '../../protocol/errors.ts';
import type { CommandData } from '../../protocol/tasks/commands.ts';
import type { Location } from '../../protocol/tasks/parts.ts';
import type { Outcome } from '../../protocol/tasks/task.ts';
import { beginningOf, outputSince } from '../tasks/output-since.ts';
import { task, thread, waitMs } from './inputs.ts';
import { neverHitText } from './text/missed-text.ts';
import { outcomeText } from './text/outcome-text.ts';
import { trailText } from './text/trail-text.ts';
import { defineTool, type Told, type ToolContext } from './tool.ts';
import { whichTask } from './which-task.ts';

const input = z.strictObject({
  action: z
    .enum(['continue', 'next', 'stepIn', 'stepOut', 'pause', 'runTo'])
    .describe(
      'continue: to the next breakpoint, exception or the end. next: to the next line, over calls. stepIn: into the call. stepOut: back to the caller. pause: stop a running program where it is. runTo: to the place that "file" and "line" or "text" say.',
    ),
  task,
  file: z.string().min(1).optional().describe('With runTo.'),
  line: z.int().min(1).optional().describe('With runTo.'),
  text: z
    .string()
    .min(1)
    .optional()
    .describe('With runTo, instead of line: part of a line that no other line holds.'),
  times: z
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe(
      'Do it so often, and tell of each stop where it was and what had changed: follow a loop with one call. It ends early at an exception, at a breakpoint while stepping, and at the end.',
    ),
  thread,
  waitMs,
});

type Input = z.output<typeof input>;

export const moveTool = defineTool({
  name: 'debug_move',
  title: 'Move the program',
  description:
    'Moves a stopped program on, or pauses a running one, and waits for what comes of it. Answers with the whole context of the next stop (source, variables, what changed, stack, output), or that the program has ended, or, after the time limit, that it is still running.',
  input,
  looks: false,
  doing: ({ action }) => DOING[action],
  async run(context, wanted) {
    const { action, thread, waitMs, times = 1 } = wanted;
    const to = placeOf(wanted);
    const taskId = await whichTask(context, wanted.task, 'more');
    const move = {
      taskId,
      action,
      ...(to && { to }),
      ...(thread !== undefined && { threadId: thread }),
      ...(waitMs !== undefined && { waitMs }),
    };
    const outcomes = await moves(context, move, times);
    const last = outcomes.at(-1)!;
    const { text, next } = outcomeText(await withOutputOf(outcomes, context, taskId), context.folder);
    const trail = outcomes.length > 1 ? `${trailText(outcomes, context.folder)}\n\n` : '';
    const missed = last.state === 'ended' ? await neverHitText(context, taskId) : '';
    const idle = action === 'pause' && last.state === 'running';
    return { text: trail + text + missed, next: idle ? NEXT_IDLE : next };
  },
});

const NEXT_IDLE =
  'it does nothing now, and stops as soon as it runs something: make it (send it a request), then debug_wait.';

const DOING: Readonly<Record<Input['action'], string>> = {
  continue: 'Continuing',
  next: 'Stepping over',
  stepIn: 'Stepping in',
  stepOut: 'Stepping out',
  pause: 'Pausing',
  runTo: 'Running on',
};

/** What came of each move, as far as there is a reason to make the next one. */
async function moves(
  { commander, signal }: ToolContext,
  move: CommandData<'Move'>,
  times: number,
): Promise<Outcome[]> {
  const isStep = move.action === 'next' || move.action === 'stepIn' || move.action === 'stepOut';
  const isLast = (outcome: Outcome): boolean =>
    outcome.state !== 'stopped' ||
    outcome.stop.exception !== undefined ||
    (isStep && outcome.stop.reason !== 'step');
  const outcomes: Outcome[] = [];
  do {
    outcomes.push(await commander.send('Move', move));
  } while (outcomes.length < times && !signal?.aborted && !isLast(outcomes.at(-1)!));
  return outcomes;
}

/** The last of them, with what was printed since the first move. */
async function withOutputOf(
  outcomes: readonly Outcome[],
  { commander }: ToolContext,
  taskId: string,
): Promise<Outcome> {
  const [first, last] = [outcomes[0]!, outcomes.at(-1)!];
  if (first === last) return last;
  return { ...last, output: await outputSince(commander, taskId, beginningOf(first.output)) };
}

/** Where `runTo` leads; undefined for the others. */
function placeOf({ action, file, line, text }: Input): Location | undefined {
  if (action !== 'runTo') {
    if (file === undefined && line === undefined && text === undefined) return undefined;
    throw errors.toolInput('debug_move', [`"file", "line" and "text" go with "runTo", not with "${action}"`]);
  }
  if (file === undefined || (line === undefined) === (text === undefined))
    throw errors.toolInput('debug_move', ['"runTo" needs "file", and either "line" or "text"']);
  return line === undefined ? { file, text } : { file, line };
}

export const waitTool = defineTool({
  name: 'debug_wait',
  title: 'Wait for the program',
  description:
    'Waits until a running program stops or ends; at once if it is stopped. With until "ended" it waits for the end. Use it after an answer "still running". Answers as debug_move does.',
  input: z.strictObject({ task, until: z.enum(['stopped', 'ended']).optional(), waitMs }),
  looks: true,
  doing: () => 'Waiting for the program',
  async run(context, { task: named, until, waitMs }): Promise<Told> {
    const taskId = await whichTask(context, named, 'look');
    const outcome = await context.commander.send('Wait', {
      taskId,
      ...(until && { until }),
      ...(waitMs !== undefined && { waitMs }),
    });
    const { text, next } = outcomeText(outcome, context.folder);
    return { text: outcome.state === 'ended' ? text + (await neverHitText(context, taskId)) : text, next };
  },
});
