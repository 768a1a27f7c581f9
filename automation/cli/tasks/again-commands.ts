import type { Commander } from '../../tasks/commander.ts';
import { outputCursorOf } from '../../tasks/output-since.ts';
import type { Command } from '../command.ts';
import { chooseTask } from './choose-task.ts';
import { type Begun, firstOutcome } from './first-outcome.ts';
import { MOVE_NOTES, STILL_RUNS } from './move-commands.ts';
import { defineTaskCommand } from './task-command.ts';
import { limitsOf, onlyArgument, stopLimitOptions, taskOption, waitOf, waitOptions } from './task-options.ts';

interface AgainWords {
  readonly name: string;
  readonly summary: string;
  readonly about: string;
  readonly begin: (commander: Commander, taskId: string) => Promise<Begun>;
}

const AGAIN: readonly AgainWords[] = [
  {
    name: 'resume',
    summary: 'start a program that has ended again, as it was started',
    about: 'Starts a program that has ended again, as it was started, with its breakpoints, as a new task.',
    begin: (commander, taskId) => commander.send('ResumeTask', taskId),
  },
  {
    name: 'restart',
    summary: 'end a program and start it again',
    about: 'Ends a program and starts it again, as the same task.',
    async begin(commander, taskId) {
      const cursor = await outputCursorOf(commander, taskId);
      return { ...(await commander.send('RestartTask', taskId)), cursor };
    },
  },
];

export const againCommands: readonly Command[] = AGAIN.map(({ name, summary, about, begin }) =>
  defineTaskCommand({
    name,
    summary,
    help: { about, usage: '[OPTIONS] [TASK]', notes: MOVE_NOTES },
    options: { ...taskOption, ...waitOptions, ...stopLimitOptions },
    left: STILL_RUNS,
    run: async (commander, { values, rest, command }) => {
      const limitMs = waitOf(values, command);
      const named = onlyArgument(rest, command) ?? values.task;
      const started = await begin(commander, await chooseTask(commander, named));
      return firstOutcome(commander, started, limitMs, limitsOf(values, command));
    },
  }),
);
