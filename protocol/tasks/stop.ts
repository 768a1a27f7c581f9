import * as z from 'zod';
import { amount } from './parts.ts';

export const frame = z.object({
  id: z.int().meta({ description: 'For DAP requests, while the program is stopped.' }),
  name: z.string().meta({ description: 'Of the function; of an asynchronous gap, its label.' }),
  file: z.string().optional().meta({ description: 'Absolute, or how the runtime calls the source.' }),
  sourceReference: z.int().optional().meta({
    description: "Where there is no such file: for DAP's `source` request, while the program is stopped.",
  }),
  line: amount,
  column: amount,
  label: z.literal(true).optional().meta({ description: 'No frame, but what stands between two.' }),
});

export const variable = z.object({
  name: z.string(),
  value: z.string(),
  type: z.string().optional(),
  scope: z.string().optional().meta({ description: 'Where it is declared: `Local`, `Block`, `Module`, …' }),
  reference: z
    .int()
    .optional()
    .meta({ description: 'It has members: `GetVariables` tells them, while the program is stopped.' }),
  truncated: z.literal(true).optional().meta({ description: 'The value is longer than the limit.' }),
  redacted: z.literal(true).optional().meta({ description: 'It looks like a secret.' }),
});

export const sourceWindow = z.object({
  first: amount.meta({ description: 'Number of the first of `lines`, from 1.' }),
  lines: z.array(z.string()),
  current: amount.optional(),
  column: amount.optional(),
});

export const exception = z.object({
  type: z.string(),
  message: z.string(),
  stack: z.string().optional(),
  uncaught: z.boolean(),
  unparsed: z
    .object({
      file: z.string().optional(),
      line: amount.optional(),
      column: amount.optional(),
    })
    .optional()
    .meta({
      description: 'It was thrown because this file does not parse; which one, Node may only say at the end.',
    }),
});

export const change = z.object({
  name: z.string(),
  before: z.string().optional().meta({ description: 'Absent: it was not there.' }),
  after: z.string().optional().meta({ description: 'Absent: it is no longer there.' }),
});

/** All that a person or an agent needs to understand where a program stands. */
export const stop = z.object({
  number: amount.meta({ description: 'Counts the stops of the task, from 1.' }),
  threadId: z.int(),
  reason: z
    .string()
    .meta({ description: "DAP's word: `breakpoint`, `step`, `exception`, `entry`, `pause`, …" }),
  description: z.string(),
  breakpoints: z.array(amount).meta({ description: 'Ids of the breakpoints that it stands at.' }),
  stack: z.array(frame).meta({ description: "The program's own frames, the innermost first." }),
  moreFrames: z.literal(true).optional(),
  frame: amount.meta({ description: 'Which of `stack`, from 0, `source` and `variables` are about.' }),
  source: sourceWindow.optional(),
  variables: z
    .array(variable)
    .meta({ description: "What the frame's own code declares, the innermost first." }),
  moreVariables: z.literal(true).optional(),
  exception: exception.optional(),
  changed: z.array(change).optional().meta({
    description:
      'Variables that differ from the last stop in the same function that was looked at, if there was one.',
  }),
});

export type Frame = z.infer<typeof frame>;
export type Variable = z.infer<typeof variable>;
export type Change = z.infer<typeof change>;
export type SourceWindow = z.infer<typeof sourceWindow>;
export type Exception = z.infer<typeof exception>;
export type Stop = z.infer<typeof stop>;
