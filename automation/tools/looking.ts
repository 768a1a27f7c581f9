import * as z from 'zod';
import type { CommandAnswer } from '../../protocol/tasks/commands.ts';
import type { Limits } from '../../protocol/tasks/parts.ts';
import type { Variable } from '../../protocol/tasks/stop.ts';
import { frame, task, thread, valueLength } from './inputs.ts';
import { outcomeText } from './text/outcome-text.ts';
import { placeText } from './text/place-text.ts';
import { variablesText } from './text/variables-text.ts';
import { defineTool } from './tool.ts';
import { taskLine, whichTask } from './which-task.ts';

export const tasksTool = defineTool({
  name: 'debug_tasks',
  title: 'List debug runs',
  description:
    'Lists the debug runs, those that have ended too, and says where programs run: in a window of VS Code, whose user sees all of it, or without one.',
  input: z.strictObject({}),
  looks: true,
  doing: () => 'Listing debug runs',
  async run({ commander, name, folder, clientId }) {
    const { tasks } = await commander.send('ListTasks', {});
    const lines =
      tasks.length === 0
        ? ['No tasks yet.']
        : ['Tasks, the newest first:', ...tasks.map((one) => `  ${taskLine(one, clientId)}`)];
    const next = tasks.some(({ state }) => state === 'stopped')
      ? 'debug_state tells where a stopped one is.'
      : 'debug_start starts a program.';
    return { text: [placeText({ name, folder }), ...lines].join('\n'), next };
  },
});

export const stateTool = defineTool({
  name: 'debug_state',
  title: 'Show where the program is',
  description:
    'How a task is, at once: where it is stopped, with source, variables and stack; or that it runs; or how it has ended. With "frame" it tells of a caller: its source and its variables.',
  input: z.strictObject({
    task,
    frame,
    thread,
    frames: z.int().min(1).max(1000).optional().describe('How many frames of the stack; default 12.'),
    sourceLines: z
      .int()
      .min(0)
      .max(200)
      .optional()
      .describe('Lines of source above the current one, and as many below; default 3.'),
    variables: z.int().min(0).max(10_000).optional().describe('At most so many variables; default 300.'),
    valueLength,
  }),
  looks: true,
  doing: () => 'Looking at the program',
  async run(context, { task: named, frame, thread, frames, sourceLines, variables, valueLength }) {
    const taskId = await whichTask(context, named, 'look');
    const limits = limitsOf({ value: valueLength, variables, frames, context: sourceLines });
    const outcome = await context.commander.send('GetState', {
      taskId,
      ...(thread !== undefined && { threadId: thread }),
      ...(frame !== undefined && { frame }),
      ...limits,
    });
    return outcomeText(outcome, context.folder, frames);
  },
});

export const variablesTool = defineTool({
  name: 'debug_variables',
  title: 'Show variables',
  description:
    'The members of a value that was told with [ref N], or, without a reference, all variables of a frame, and the names around it: those of the module. Long lists come in pages: "start" says from which one on.',
  input: z.strictObject({
    ref: z.int().min(1).optional().describe('N of [ref N]. References are good until the program moves.'),
    task,
    frame,
    thread,
    start: z.int().min(0).optional().describe('From which one on; from 0.'),
    count: z.int().min(1).max(10_000).optional().describe('At most so many; default 300.'),
    valueLength,
  }),
  looks: true,
  doing: () => 'Reading variables',
  async run(context, { ref, task: named, frame, thread, start, count, valueLength }) {
    const taskId = await whichTask(context, named, 'look');
    const {
      variables,
      more,
      outer = [],
    } = await context.commander.send('GetVariables', {
      taskId,
      ...(ref !== undefined && { reference: ref }),
      ...(thread !== undefined && { threadId: thread }),
      ...(frame !== undefined && { frame }),
      ...(start !== undefined && { start }),
      ...limitsOf({ value: valueLength, variables: count }),
    });
    const lines = variables.length > 0 ? variablesText(variables, '') : ['There are none.'];
    const around = start ? [] : outer.map(outerText);
    const rest = more ? `There are more: "start": ${(start ?? 0) + variables.length} has the next. ` : '';
    return {
      text: [...lines, ...around].join('\n'),
      next: `${rest}${nextOf(variables)}`,
    };
  },
});

type Outer = NonNullable<CommandAnswer<'GetVariables'>['outer']>[number];

/** `Around it (Module): total, add  [ref 12]` */
const outerText = ({ scope, names, more, reference }: Outer): string =>
  `Around it (${scope}): ${names.join(', ')}${more ? ', …' : ''}  [ref ${reference}]`;

function nextOf(variables: readonly Variable[]): string {
  if (variables.some(({ truncated }) => truncated))
    return 'a value marked [cut] is told whole with "valueLength".';
  if (variables.some(({ reference }) => reference !== undefined)) return 'a [ref N] is opened with "ref": N.';
  return 'debug_evaluate tests an idea; debug_move goes on.';
}

/** Only what was asked for: the rest is for the server to say. */
function limitsOf(wanted: { readonly [L in keyof Limits]: Limits[L] | undefined }): { limits?: Limits } {
  const limits = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  return Object.keys(limits).length > 0 ? { limits } : {};
}
