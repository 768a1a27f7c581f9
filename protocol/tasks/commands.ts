import * as z from 'zod';
import { breakpoint, exceptionMode, wantedBreakpoint } from './breakpoints.ts';
import { amount, count, limits, location, taskId, text } from './parts.ts';
import { frame, variable } from './stop.ts';
import { moved, outcome, outputSlice, task } from './task.ts';
import { MAX_WAIT_MS } from './waiting.ts';

const waitMs = amount.max(MAX_WAIT_MS).optional().meta({
  description:
    'How long to wait for the next stop or the end, in milliseconds; 20,000 unless said, 0 not to wait. After it the answer is, truthfully, "running".',
});
const threadId = z.int().optional().meta({ description: 'The one that stopped last, unless said.' });
const frameIndex = amount
  .optional()
  .meta({ description: 'Which frame of the stack, from 0; 0 unless said.' });
const configuration = z.record(z.string(), z.unknown()).meta({
  description: 'As in a launch.json, to launch a program or to attach to one; `type` may be missing.',
});

interface Word {
  /** What the client says. Unknown fields are refused: a typing error must not go unnoticed. */
  readonly data: z.ZodType;
  readonly answer: z.ZodType;
  /** It only looks: it changes neither the program nor what is set. */
  readonly looks: boolean;
}

/** The commands, by their names: what is said, and what is answered. */
export const taskCommands = {
  /** Answered as soon as the program runs, or could not be started; `Wait` tells what came of it. */
  StartNewTask: {
    looks: false,
    data: z.strictObject({
      configuration: z.union([configuration, text]).meta({
        description: 'A launch configuration, or the name of one in the launch.json of a folder.',
      }),
      folder: text.optional().meta({ description: 'The workspace folder; the first one unless said.' }),
      breakpoints: z.array(wantedBreakpoint).optional(),
      exceptions: exceptionMode.optional().meta({ description: '`uncaught` unless said.' }),
      noDebug: z.boolean().optional(),
    }),
    answer: z.object({ task, breakpoints: z.array(breakpoint) }),
  },
  /** Starts a task of the history again as it was started, with the breakpoints it was started with, under a new id. */
  ResumeTask: {
    looks: false,
    data: taskId,
    answer: z.object({ task, breakpoints: z.array(breakpoint) }),
  },
  /** Ends the run: asks the program to end, and ends it when it does not. Answered when it has ended. */
  CancelTask: { looks: false, data: taskId, answer: z.object({ task }) },
  /** Ends the run if it goes on, and forgets the task with the breakpoints that were set for it. */
  CloseTask: { looks: false, data: taskId, answer: z.object({ task }) },
  RestartTask: { looks: false, data: taskId, answer: z.object({ task }) },
  ListTasks: {
    looks: true,
    data: z.strictObject({}),
    answer: z.object({ tasks: z.array(task).meta({ description: 'The newest first.' }) }),
  },
  /** How the task is, at once: of a stopped one, where. */
  GetState: {
    looks: true,
    data: z.strictObject({ taskId, threadId, frame: frameIndex, limits: limits.optional() }),
    answer: outcome,
  },
  /** Waits until the program is stopped or has ended; at once if it is. */
  Wait: {
    looks: true,
    data: z.strictObject({
      taskId,
      until: z.enum(['stopped', 'ended']).optional().meta({ description: '`stopped` unless said.' }),
      waitMs,
      limits: limits.optional(),
    }),
    answer: outcome,
  },
  /** Moves the program, and waits for what comes of it. */
  Move: {
    looks: false,
    data: z
      .strictObject({
        taskId,
        action: z.enum(['continue', 'next', 'stepIn', 'stepOut', 'pause', 'runTo']),
        to: location.optional().meta({ description: 'With `runTo`.' }),
        threadId,
        waitMs,
        limits: limits.optional(),
      })
      .superRefine(({ action, to }, context) => {
        if ((action === 'runTo') !== (to !== undefined))
          context.addIssue({
            code: 'custom',
            message: to ? `"to" is for "runTo", not for "${action}".` : 'For "runTo", "to" says where.',
          });
      }),
    answer: outcome,
  },
  Evaluate: {
    looks: false,
    data: z.strictObject({
      taskId,
      expression: text,
      threadId,
      frame: frameIndex,
      waitMs: count.max(MAX_WAIT_MS).optional().meta({
        description:
          'How long to wait for the value in milliseconds, where the program runs, and may be busy; 10,000 unless said.',
      }),
      limits: limits.optional(),
    }),
    answer: variable.omit({ name: true, scope: true }).extend({
      global: z.literal(true).optional().meta({
        description: 'The program runs, and stands nowhere: it was evaluated in the global scope.',
      }),
      moved: moved.optional(),
    }),
  },
  /** The variables of a frame, or the members of a value. */
  GetVariables: {
    looks: true,
    data: z.strictObject({
      taskId,
      reference: count
        .optional()
        .meta({ description: 'Of a variable; the variables of the frame without it.' }),
      threadId,
      frame: frameIndex,
      start: amount.optional(),
      limits: limits.optional(),
    }),
    answer: z.object({
      variables: z.array(variable),
      more: z.literal(true).optional(),
      outer: z
        .array(
          z.object({
            scope: z.string(),
            reference: count,
            names: z.array(z.string()).meta({ description: 'The first 20.' }),
            more: z.literal(true).optional(),
          }),
        )
        .optional()
        .meta({
          description:
            'Of a frame: the scopes around what its own code declares, those of the module among them, without the global one. `GetVariables` with the `reference` tells their variables.',
        }),
      moved: moved.optional(),
    }),
  },
  GetStack: {
    looks: true,
    data: z.strictObject({
      taskId,
      threadId,
      start: amount.optional(),
      limits: limits.optional(),
    }),
    answer: z.object({
      stack: z.array(frame),
      more: z.literal(true).optional(),
      moved: moved.optional(),
    }),
  },
  GetOutput: {
    looks: true,
    data: z.strictObject({
      taskId,
      cursor: amount.optional().meta({ description: '0, all that is kept, unless said.' }),
      entries: count.max(10_000).optional().meta({ description: 'At most so many; 1,000 unless said.' }),
      last: z.boolean().optional().meta({ description: 'The last of them, instead of the first.' }),
    }),
    answer: outputSlice,
  },
  /** Sets breakpoints beside those that are set. One at the same place is replaced. */
  AddBreakpoints: {
    looks: false,
    data: z.strictObject({
      taskId: taskId.optional().meta({
        description: 'For this task, and until it is closed; for all of the window or server without it.',
      }),
      breakpoints: z.array(wantedBreakpoint).min(1),
    }),
    answer: z.object({ breakpoints: z.array(breakpoint) }),
  },
  RemoveBreakpoints: {
    looks: false,
    data: z.strictObject({
      ids: z.union([z.array(count).min(1), z.literal('all')]),
    }),
    answer: z.object({ removed: z.array(count) }),
  },
  ListBreakpoints: {
    looks: true,
    data: z.strictObject({ taskId: taskId.optional() }),
    answer: z.object({ breakpoints: z.array(breakpoint) }),
  },
  SetExceptions: {
    looks: false,
    data: z.strictObject({ taskId, mode: exceptionMode }),
    answer: z.object({}),
  },
  /** Any request of the Debug Adapter Protocol, sent into a task as it is. */
  Request: {
    looks: false,
    data: z.strictObject({
      taskId,
      command: text,
      arguments: z.record(z.string(), z.unknown()).optional(),
    }),
    answer: z.object({ body: z.unknown() }),
  },
} as const satisfies Readonly<Record<string, Word>>;

export type CommandName = keyof typeof taskCommands;
/** As it may be said. */
export type CommandData<C extends CommandName> = z.input<(typeof taskCommands)[C]['data']>;
/** As it was understood. */
export type CommandArguments<C extends CommandName> = z.output<(typeof taskCommands)[C]['data']>;
export type CommandAnswer<C extends CommandName> = z.output<(typeof taskCommands)[C]['answer']>;

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(taskCommands, name);
