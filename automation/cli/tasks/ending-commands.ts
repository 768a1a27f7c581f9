import type { TaskInfo } from '../../../protocol/tasks/task.ts';
import type { Commander } from '../../tasks/commander.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import type { Canvas } from '../render/source-window.ts';
import { chooseTask } from './choose-task.ts';
import { renderEndOf } from './outcome.ts';
import type { Report } from './report.ts';
import { defineTaskCommand } from './task-command.ts';
import { onlyArgument, taskOption } from './task-options.ts';

interface EndWords {
  readonly name: string;
  readonly summary: string;
  readonly about: string;
  readonly notes: string;
  readonly end: (commander: Commander, taskId: string) => Promise<{ task: TaskInfo }>;
  readonly text: (task: TaskInfo, canvas: Canvas) => string;
}

const ENDS: readonly EndWords[] = [
  {
    name: 'cancel',
    summary: 'end a program',
    about:
      'Ends a program: asks it to end, and ends it when it does not. One that was attached to is left, and runs on.',
    notes: `Its output and how it ended can still be asked for, until "tandem close".

Exit code: ${EXIT.ok} when it has ended; ${EXIT.refused} when there is no such task.`,
    end: (commander, taskId) => commander.send('CancelTask', taskId),
    text: (task, canvas) => `${renderEndOf(task, canvas)}  ${canvas.paint('faint', `task ${task.taskId}`)}`,
  },
  {
    name: 'close',
    summary: 'end a program, and forget its task',
    about:
      'Ends a program if it runs, and forgets its task, with the output and the breakpoints that were set for it.',
    notes: `Exit code: ${EXIT.ok} when it is forgotten; ${EXIT.refused} when there is no such task.`,
    end: (commander, taskId) => commander.send('CloseTask', taskId),
    text: ({ taskId }, { paint }) => `${paint('good', '●')} Task ${taskId} is closed`,
  },
];

export const endingCommands: readonly Command[] = ENDS.map(({ name, summary, about, notes, end, text }) =>
  defineTaskCommand({
    name,
    summary,
    help: { about, usage: '[OPTIONS] [TASK]', notes },
    options: taskOption,
    run: async (commander, { values, rest, command }): Promise<Report> => {
      const named = onlyArgument(rest, command) ?? values.task;
      const answer = await end(commander, await chooseTask(commander, named));
      return { data: answer, text: (canvas) => text(answer.task, canvas) };
    },
  }),
);
