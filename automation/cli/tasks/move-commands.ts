import type { CommandData } from '../../../protocol/tasks/commands.ts';
import type { Location } from '../../../protocol/tasks/parts.ts';
import { MAX_WAIT_MS } from '../../../protocol/tasks/waiting.ts';
import type { Commander } from '../../tasks/commander.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { chooseTask } from './choose-task.ts';
import { neverBound } from './never-bound.ts';
import { awaited, outcomeReport } from './outcome.ts';
import type { Report } from './report.ts';
import { defineTaskCommand, type TaskGiven } from './task-command.ts';
import {
  limitsOf,
  noArguments,
  placeInStack,
  stopLimitOptions,
  taskOption,
  threadOption,
  waitOf,
  waitOptions,
} from './task-options.ts';
import { waitFor } from './wait.ts';

type Action = CommandData<'Move'>['action'];

export const moveOptions = { ...taskOption, ...threadOption, ...waitOptions, ...stopLimitOptions };

export const STILL_RUNS = 'The program still runs: tandem wait, pause, output; cancel ends it.';

export const MOVE_NOTES = `Prints what the program has printed, and where it has stopped. It stays stopped.

Exit code: ${EXIT.ok} when it has stopped, ${EXIT.running} when it is still running after the time limit, the program's own when it has ended
(${EXIT.neverBound} instead of 0 when a breakpoint of this task could never be bound), ${EXIT.refused} when it could not be moved.`;

/** Moves the program, and waits for what comes of it. */
export async function move(
  commander: Commander,
  { values, command }: TaskGiven<typeof moveOptions>,
  taskId: string,
  action: Action,
  to?: Location,
): Promise<Report> {
  const limitMs = waitOf(values, command);
  const limits = limitsOf(values, command);
  const first = await commander.send('Move', {
    taskId,
    action,
    ...(to && { to }),
    ...placeInStack(values, command),
    waitMs: Math.min(limitMs, MAX_WAIT_MS),
    ...limits,
  });
  const outcome = await waitFor(commander, { taskId, limitMs: limitMs - MAX_WAIT_MS, ...limits }, first);
  return outcomeReport(outcome, { ...awaited(limitMs), ...(await neverBound(commander, outcome)) });
}

interface MoveWords {
  readonly name: string;
  readonly action: Action;
  readonly summary: string;
  readonly about: string;
}

const MOVES: readonly MoveWords[] = [
  {
    name: 'continue',
    action: 'continue',
    summary: 'let a stopped program go on, to its next stop or its end',
    about: 'Lets a stopped program go on, to its next stop or its end.',
  },
  {
    name: 'next',
    action: 'next',
    summary: 'go to the next line, over calls',
    about: 'Goes to the next line of a stopped program; calls in it are made without a stop.',
  },
  {
    name: 'step',
    action: 'stepIn',
    summary: 'go into a call, or to the next line',
    about: 'Goes into the call that a stopped program is about to make, or to the next line.',
  },
  {
    name: 'out',
    action: 'stepOut',
    summary: 'go on to the end of the function',
    about: 'Lets a stopped program go on until the function that it is in has returned.',
  },
  {
    name: 'pause',
    action: 'pause',
    summary: 'stop a running program where it is',
    about: 'Stops a running program where it is.',
  },
];

export const moveCommands: readonly Command[] = MOVES.map(({ name, action, summary, about }) =>
  defineTaskCommand({
    name,
    summary,
    help: { about, usage: '[OPTIONS]', notes: MOVE_NOTES },
    options: moveOptions,
    left: STILL_RUNS,
    run: async (commander, given) => {
      noArguments(given.rest, given.command);
      return move(commander, given, await chooseTask(commander, given.values.task), action);
    },
  }),
);
