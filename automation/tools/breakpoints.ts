import * as z from 'zod';
import { errors } from '../../protocol/errors.ts';
import { type Breakpoint, exceptionMode, wantedBreakpoint } from '../../protocol/tasks/breakpoints.ts';
import { task } from './inputs.ts';
import { breakpointText } from './text/breakpoint-text.ts';
import { codeIn } from './text/code-in-breakpoints.ts';
import { defineTool, type Question, type ToolContext } from './tool.ts';
import { whichTask } from './which-task.ts';

export const breakpointsTool = defineTool({
  name: 'debug_breakpoints',
  title: 'List breakpoints',
  description:
    'Lists the breakpoints with what has become of each: bound, pending (its file is not loaded yet) or rejected and why, and how often it was hit. In a window of VS Code they are the ones the user sees.',
  input: z.strictObject({ task: task.describe('Only those that are in force for this task.') }),
  looks: true,
  doing: () => 'Listing breakpoints',
  run: async (context, { task: taskId }) => ({
    text: await listText(context, taskId),
    next: 'debug_set_breakpoints adds and removes them, also while the program runs.',
  }),
});

const input = z.strictObject({
  add: z
    .array(wantedBreakpoint)
    .optional()
    .describe(
      'Each by "line", by "text" of a line (survives edits), or by "function"; with "condition", "hitCondition", or "logMessage" to print instead of stopping. One at the same place is replaced.',
    ),
  remove: z
    .union([z.array(z.int().min(1)), z.literal('all')])
    .optional()
    .describe(
      'Numbers of breakpoints; "all": those of the task, or without "task" all but the user\'s own, which go only by their numbers.',
    ),
  exceptions: exceptionMode.optional().describe('Which exceptions stop the program of the task from now on.'),
  task: task.describe('For this task only, and until it is forgotten; by default for all programs.'),
});

type Input = z.output<typeof input>;

export const setBreakpointsTool = defineTool({
  name: 'debug_set_breakpoints',
  title: 'Set breakpoints',
  description:
    'Adds and removes breakpoints and logpoints, and chooses which exceptions stop the program; also while it runs. Answers with all breakpoints and whether each is bound.',
  input,
  looks: false,
  doing: ({ add, remove }) => (add || !remove ? 'Setting breakpoints' : 'Removing breakpoints'),
  question,
  async run(context, { add, remove, exceptions, task: named }) {
    const { commander } = context;
    if (!add && !remove && !exceptions)
      throw errors.toolInput('debug_set_breakpoints', ['"add", "remove" or "exceptions" says what to do']);
    const excepted = exceptions && { taskId: await whichTask(context, named, 'more'), mode: exceptions };
    const old = remove ? await toRemove(context, remove, named) : [];
    // What is wrong with those that are to come is known before any goes.
    const added = add?.length ? await commander.send('AddBreakpoints', addition(add, named)) : undefined;
    const removed = await removeAll(
      context,
      old.filter(({ id }) => !added?.breakpoints.some((one) => one.id === id)),
    );
    if (excepted) await commander.send('SetExceptions', excepted);
    return {
      text: `${removed}${await listText(context, named)}`,
      next: 'a pending one is bound when its file is loaded; for a rejected one choose another line. debug_move goes on.',
    };
  },
});

const addition = (breakpoints: NonNullable<Input['add']>, taskId: string | undefined) => ({
  breakpoints,
  ...(taskId !== undefined && { taskId }),
});

/** Breakpoints may be the work of an hour: the user's own are not meant by "all". */
async function toRemove(
  { commander }: ToolContext,
  wanted: NonNullable<Input['remove']>,
  taskId: string | undefined,
): Promise<Breakpoint[]> {
  const { breakpoints } = await commander.send('ListBreakpoints', {});
  if (wanted === 'all')
    return breakpoints.filter((one) => (taskId === undefined ? !isUsers(one) : one.taskId === taskId));
  const unknown = wanted.find((id) => !breakpoints.some((one) => one.id === id));
  if (unknown !== undefined)
    throw errors.toolInput('debug_set_breakpoints', [`"remove": there is no breakpoint ${unknown}`]);
  return breakpoints.filter(({ id }) => wanted.includes(id));
}

/** Returns what is to be told of it: their user would like to have some of them again. */
async function removeAll({ commander, folder }: ToolContext, old: readonly Breakpoint[]): Promise<string> {
  if (old.length === 0) return '';
  const { removed } = await commander.send('RemoveBreakpoints', { ids: old.map(({ id }) => id) });
  const gone = old.filter(({ id }) => removed.includes(id)).map((one) => breakpointText(one, folder));
  return gone.length > 0 ? `${['Removed:', ...gone].join('\n')}\n\n` : '';
}

const isUsers = ({ taskId, by }: Breakpoint): boolean => taskId === undefined && by === undefined;

async function listText({ commander, folder }: ToolContext, taskId: string | undefined): Promise<string> {
  const { breakpoints } = await commander.send('ListBreakpoints', taskId === undefined ? {} : { taskId });
  // Those of a task that is over are set again when it is run again.
  const told = breakpoints.filter((one) => taskId !== undefined || !isOver(one));
  if (told.length === 0) return 'No breakpoints are set.';
  return ['Breakpoints:', ...told.map((one) => breakpointText(one, folder))].join('\n');
}

const isOver = ({ taskId, state }: Breakpoint): boolean => taskId !== undefined && state === 'unused';

function question({ add = [] }: Input): Question | undefined {
  const code = codeIn(add);
  if (code.length === 0) return undefined;
  return { title: 'Set breakpoints that run code?', message: code.join('\n\n') };
}
