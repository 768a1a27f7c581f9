import type { TaskInfo } from '../../../protocol/tasks/task.ts';
import { taskStateText } from '../../text/task-state.ts';
import type { Canvas } from '../render/source-window.ts';
import type { Look } from '../render/style.ts';
import { renderTable } from '../render/table.ts';
import { shownPath } from '../render/text.ts';
import { defineTaskCommand } from './task-command.ts';
import { noArguments } from './task-options.ts';

export const tasksCommand = defineTaskCommand({
  name: 'tasks',
  summary: 'list the programs that were started, and how they are',
  help: {
    about: 'Lists the programs that were started here, the newest first, and how they are.',
    usage: '[OPTIONS]',
    notes: `Each start is a task, with an id that the other commands take ("--task ID"). It stays until "tandem close".`,
  },
  options: {},
  run: async (commander, { rest, command }) => {
    noArguments(rest, command);
    const answer = await commander.send('ListTasks', {});
    return { data: answer, text: (canvas) => renderTasks(answer.tasks, canvas) };
  },
});

function renderTasks(tasks: readonly TaskInfo[], canvas: Canvas): string {
  if (tasks.length === 0) return 'Nothing has been started here yet. Start a program: tandem start PROGRAM';
  return renderTable(
    tasks.map((task) => [
      { text: task.taskId, look: 'heading' },
      { text: taskStateText(task), look: lookOf(task) },
      { text: task.program === undefined ? task.name : shownPath(task.program) },
      { text: task.pid === undefined ? '' : `process ${task.pid}`, look: 'faint' },
    ]),
    canvas,
  );
}

function lookOf({ state, exitCode, end }: TaskInfo): Look {
  if (state === 'stopped') return 'pause';
  if (state !== 'ended') return 'good';
  if (end === 'detached') return 'plain';
  return exitCode === 0 ? 'plain' : 'bad';
}
