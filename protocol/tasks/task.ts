import * as z from 'zod';
import { amount, clientId, count, problem, taskId, timestamp } from './parts.ts';
import { stop } from './stop.ts';

/** A task is one debug run. It stays in the history when it has ended, until it is closed. */
export const task = z.object({
  taskId,
  name: z.string(),
  state: z.enum(['starting', 'running', 'stopped', 'ended']),
  program: z.string().optional(),
  pid: z.int().optional().meta({ description: 'Of the program, where it has a process of its own.' }),
  startedAt: timestamp,
  endedAt: timestamp.optional(),
  exitCode: z.int().optional(),
  end: z.enum(['completed', 'aborted', 'detached']).optional().meta({
    description:
      'By itself; or because it was cancelled, could not be started, or was lost; or it was left, and the program runs on: it had only been attached to.',
  }),
  error: problem.optional().meta({ description: 'Why it could not be started, or was lost.' }),
  stops: amount.meta({ description: 'How often it has stopped so far.' }),
  outputCursor: amount.meta({ description: 'Of the last entry of its output; 0 before the first.' }),
  startedBy: clientId.optional().meta({ description: 'Absent for the user of the editor.' }),
  heldBy: clientId.optional().meta({
    description:
      'The client that moved it last. When it vanishes while the program is stopped, the program is released.',
  }),
});

export const outputEntry = z.object({
  cursor: amount.meta({ description: 'Counts the entries of the task, from 1.' }),
  category: z.string().meta({ description: "DAP's word: `stdout`, `stderr`, `console`, `important`." }),
  text: z.string(),
  file: z.string().optional(),
  line: amount.optional(),
});

export const outputSlice = z.object({
  entries: z.array(outputEntry),
  cursor: amount.meta({ description: 'What to ask for next: all that comes after it.' }),
  lost: amount.meta({ description: 'Entries after the asked cursor that are no longer kept.' }),
  skipped: amount.optional().meta({
    description:
      'Entries after the asked cursor that are kept, and left out here, because the last ones were to be told.',
  }),
  more: z.literal(true).optional().meta({ description: 'There is more already.' }),
});

const since = outputSlice.meta({
  description: 'What it has printed since the command was sent: the last 1,000 entries, and at most 1 MiB.',
});

export const moved = z
  .object({
    by: clientId.optional().meta({ description: 'Who did so last; absent for the user of the editor.' }),
    times: count,
  })
  .meta({
    description:
      'Somebody else has moved the program since this client was told last how it is. Commands of the terminal count as one client.',
  });

/** What came of starting or moving a program, or how it is. */
export const outcome = z.discriminatedUnion('state', [
  z.object({ state: z.literal('stopped'), task, stop, output: since, moved: moved.optional() }),
  z.object({
    state: z.literal('running'),
    task,
    waitedMs: amount,
    output: since,
    note: z.string().meta({ description: 'What to do next.' }),
    moved: moved.optional(),
  }),
  z.object({ state: z.literal('ended'), task, output: since, moved: moved.optional() }),
]);

export type TaskInfo = z.infer<typeof task>;
export type OutputEntry = z.infer<typeof outputEntry>;
export type OutputSlice = z.infer<typeof outputSlice>;
export type Moved = z.infer<typeof moved>;
export type Outcome = z.infer<typeof outcome>;
