import * as z from 'zod';
import { task, waitMs } from './inputs.ts';
import { tellStart } from './tell-start.ts';
import { endText } from './text/outcome-text.ts';
import { defineTool } from './tool.ts';
import { whichTask } from './which-task.ts';

export const stopTool = defineTool({
  name: 'debug_stop',
  title: 'Stop debugging',
  description:
    'Ends the program and its debug run; a program that was attached to is left, and runs on. The task stays in the list with its output, and debug_restart runs it again. With forget, it is removed with the breakpoints that were set for it.',
  input: z.strictObject({
    task,
    forget: z.boolean().optional().describe('Remove it from the list as well, with its breakpoints.'),
  }),
  looks: false,
  doing: () => 'Ending the program',
  async run(context, { task: named, forget }) {
    const taskId = await whichTask(context, named, 'more');
    const { task: ended } = await context.commander.send(forget ? 'CloseTask' : 'CancelTask', taskId);
    return {
      text: endText(ended),
      next: forget
        ? 'debug_start starts another program.'
        : 'debug_output has what it printed; debug_restart runs it again.',
    };
  },
});

export const restartTool = defineTool({
  name: 'debug_restart',
  title: 'Run again',
  description:
    'Runs a program again as it was started, from its beginning, with its breakpoints, and waits for the first stop. For a task that has ended, under a new task id.',
  input: z.strictObject({ task, waitMs }),
  looks: false,
  doing: () => 'Running the program again',
  question: () => ({ title: 'Run the program again?', message: 'As it was started, under the debugger.' }),
  async run(context, { task: named, waitMs }) {
    const { commander } = context;
    const taskId = await whichTask(context, named, 'more');
    const { tasks } = await commander.send('ListTasks', {});
    const running = tasks.find((one) => one.taskId === taskId && one.state !== 'ended');
    if (!running) return tellStart(context, await commander.send('ResumeTask', taskId), waitMs);
    const { task: restarted } = await commander.send('RestartTask', taskId);
    // What it has printed before was told.
    return tellStart(context, { task: restarted, breakpoints: [] }, waitMs, running.outputCursor);
  },
});
