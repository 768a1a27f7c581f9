import * as z from 'zod';
import { amount, clientId, count, taskId, text } from './parts.ts';

const details = {
  column: count.optional(),
  condition: text.optional().meta({ description: 'Stops only where this expression is true.' }),
  hitCondition: text.optional().meta({ description: 'At which hits it stops: `5`, `>= 3`, `% 10`.' }),
  logMessage: text.optional().meta({
    description: 'Prints this instead of stopping; expressions in braces are filled in.',
  }),
};

/** Of `line`, `text` and `function` exactly one says where. */
export const wantedBreakpoint = z
  .strictObject({
    file: text.optional().meta({
      description: 'Absolute, or relative to the first folder of the window or server. Not with `function`.',
    }),
    line: count.optional(),
    text: text.optional().meta({
      description: 'Instead of `line`: part of a line that no other line of the file holds.',
    }),
    function: text.optional().meta({ description: 'Stops where a function of this name begins.' }),
    ...details,
  })
  .superRefine(({ file, line, text, function: name, column, logMessage }, context) => {
    const given = [line, text, name].filter((value) => value !== undefined).length;
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    if (given !== 1) refuse('Of "line", "text" and "function" exactly one says where the breakpoint is.');
    else if ((name === undefined) === (file === undefined))
      refuse(name === undefined ? '"file" is missing.' : 'A breakpoint at a "function" has no "file".');
    else if (name !== undefined && (column !== undefined || logMessage !== undefined))
      refuse(
        'A breakpoint at a "function" has no "column" and no "logMessage": give the line where it begins.',
      );
  });

export const breakpoint = z.object({
  id: count.meta({ description: 'Of this window or server.' }),
  file: z.string().optional().meta({ description: 'Absolute.' }),
  line: amount.optional().meta({ description: 'Where it was set; `actualLine` says where it really is.' }),
  actualLine: amount.optional(),
  function: z.string().optional(),
  ...details,
  enabled: z.boolean(),
  state: z.enum(['bound', 'pending', 'rejected', 'unused']).meta({
    description:
      'In the tasks that run: it will stop the program; its file is not loaded yet; it cannot be set (`message` says why), or could not in the last that has ended; no task runs.',
  }),
  message: z.string().optional().meta({ description: 'Why it is not bound.' }),
  neverBound: z.literal(true).optional().meta({
    description:
      'A program that it was for has ended, and could at no time have been stopped by it: `message` says why.',
  }),
  hits: amount.optional().meta({ description: 'How often it has stopped a program.' }),
  taskId: taskId.optional().meta({ description: 'The task that it was set for, and goes with.' }),
  by: clientId.optional().meta({ description: 'The client that set it; absent for the user of the editor.' }),
});

export const exceptionMode = z.enum(['all', 'uncaught', 'none']).meta({
  description: 'Which exceptions stop the program.',
});

export type WantedBreakpoint = z.infer<typeof wantedBreakpoint>;
export type Breakpoint = z.infer<typeof breakpoint>;
export type ExceptionMode = z.infer<typeof exceptionMode>;
