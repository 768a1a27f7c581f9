import * as z from 'zod';
import { task } from './inputs.ts';
import { fenced, inCode } from './text/markdown.ts';
import { defineTool } from './tool.ts';
import { whichTask } from './which-task.ts';

export const requestTool = defineTool({
  name: 'debug_request',
  title: 'Send a raw DAP request',
  description:
    'Sends any request of the Debug Adapter Protocol into a task, for what the other tools do not do: threads, setVariable, dataBreakpointInfo and setDataBreakpoints, loadedSources, restartFrame, … Answers with its body as JSON.',
  input: z.strictObject({
    command: z.string().min(1).describe('For example "threads".'),
    arguments: z.record(z.string(), z.unknown()).optional(),
    task,
  }),
  looks: false,
  doing: ({ command }) => `Sending the request ${inCode(command)}`,
  question: ({ command, arguments: args }) => ({
    title: 'Send a request to the debugger?',
    message: `${fenced(command)}\n\n${fenced(JSON.stringify(args ?? {}, null, 2), 'json')}`,
  }),
  async run(context, { command, arguments: args, task: named }) {
    const taskId = await whichTask(context, named, 'more');
    const { body } = await context.commander.send('Request', {
      taskId,
      command,
      ...(args && { arguments: args }),
    });
    return { text: JSON.stringify(body ?? {}), next: 'debug_state tells how the program is now.' };
  },
});
