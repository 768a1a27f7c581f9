import * as z from 'zod';
import { breakpoint } from './breakpoints.ts';
import { clientId, taskId, timestamp } from './parts.ts';
import { outputEntry, task } from './task.ts';

/** What happened in a task while it ran. */
export const happening = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('stopped'),
    threadId: z.int(),
    reason: z.string(),
    description: z.string().optional(),
    breakpoints: z.array(z.int()),
  }),
  z.object({ kind: z.literal('continued'), threadId: z.int().optional() }),
  outputEntry.extend({ kind: z.literal('output') }),
  z.object({ kind: z.literal('process'), name: z.string(), pid: z.int().optional() }),
  z.object({ kind: z.literal('exited'), exitCode: z.int() }),
  z
    .object({
      kind: z.literal('released'),
      by: clientId.meta({ description: 'The client that has vanished.' }),
    })
    .meta({ description: 'The program was stopped, and was let go: nobody was there any more to do it.' }),
  z
    .object({ kind: z.literal('event'), event: z.string(), body: z.unknown().optional() })
    .meta({ description: 'Any other event of the Debug Adapter Protocol.' }),
]);

/** What a server tells all of its clients. */
export const taskEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TaskStarted'), taskId, timestamp, task }),
  z
    .object({ type: z.literal('TaskCompleted'), taskId, timestamp, task })
    .meta({ description: 'The program has ended by itself.' }),
  z.object({ type: z.literal('TaskAborted'), taskId, timestamp, task }).meta({
    description: 'It was cancelled, could not be started, was lost, or was left: `end` and `error` tell.',
  }),
  z.object({ type: z.literal('TaskClosed'), taskId, timestamp }),
  z.object({ type: z.literal('Message'), taskId, timestamp, message: happening }),
  z
    .object({
      type: z.literal('BreakpointChanged'),
      timestamp,
      change: z.enum(['added', 'changed', 'removed']),
      breakpoint,
    })
    .meta({ description: 'Of the window or server, whoever has changed it.' }),
]);

export type Happening = z.infer<typeof happening>;
export type TaskEvent = z.infer<typeof taskEvent>;
