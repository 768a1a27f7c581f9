import { deferred } from '../../../adapter/util/deferred.ts';
import { errors } from '../../../protocol/errors.ts';
import type { OutputEntry, OutputSlice, TaskInfo } from '../../../protocol/tasks/task.ts';
import type { Commander } from '../../tasks/commander.ts';
import { EXIT } from '../exit-code.ts';
import { painter } from '../render/style.ts';
import { shownPath } from '../render/text.ts';
import { chooseTask } from './choose-task.ts';
import { renderEndOf } from './outcome.ts';
import { rawOutput } from './output-text.ts';
import { answerCanvas, tellBeside } from './report.ts';
import { defineTaskCommand } from './task-command.ts';
import { onlyArgument, taskOption, wholeNumber } from './task-options.ts';

export const outputCommand = defineTaskCommand({
  name: 'output',
  summary: 'tell what a program has printed',
  help: {
    about: 'Tells what a program has printed, to standard output and standard error alike, in its order.',
    usage: '[OPTIONS] [TASK]',
    operands:
      'Without TASK it is the one that was started last; with --follow, the only one that has not ended.',
    notes: `Each piece has a number, its cursor. What "--json" tells as "cursor", or a note on standard error, is where to go on.
With --follow and --json there is one piece a line, and {"task": …} when the program has ended.

Exit code: ${EXIT.ok}, whatever the program printed and however it ended.

Examples:
  tandem output --since 120
  tandem output --follow --json | jq -r 'select(.category == "stderr").text'`,
  },
  options: {
    ...taskOption,
    since: { type: 'string', value: 'CURSOR', summary: 'only what was printed after it' },
    follow: { type: 'boolean', short: 'f', summary: 'go on with what it prints, until it has ended' },
  },
  events: true,
  run: async (commander, { values, rest, command }) => {
    const cursor = wholeNumber(values.since, '--since', command) ?? 0;
    const named = onlyArgument(rest, command) ?? values.task;
    const voice = values.json ? jsonVoice : textVoice;
    if (values.follow) await follow(commander, await chooseTask(commander, named), cursor, voice);
    else {
      const { tasks } = await commander.send('ListTasks', {});
      const task = named === undefined ? tasks[0] : tasks.find(({ taskId }) => taskId === named);
      const taskId = named ?? task?.taskId;
      if (taskId === undefined) throw errors.cliNoTask();
      const isGuessed = named === undefined && tasks.length > 1;
      voice.slice(await all(commander, taskId, cursor), { since: cursor, task, isGuessed });
    }
    return EXIT.ok;
  },
});

interface Asked {
  readonly since: number;
  readonly task: TaskInfo | undefined;
  /** Nobody has said which of several is meant. */
  readonly isGuessed: boolean;
}

interface Voice {
  slice(slice: OutputSlice, asked: Asked): void;
  entry(entry: OutputEntry): void;
  lost(entries: number): void;
  ended(task: TaskInfo): void;
}

const tellJson = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

const jsonVoice: Voice = {
  slice: tellJson,
  entry: tellJson,
  lost: () => {},
  ended: (task) => tellJson({ task }),
};

const textVoice: Voice = {
  slice({ entries, cursor, lost }, { since, task, isGuessed }) {
    if (task && isGuessed)
      tellBeside(`of ${task.taskId}, ${task.program === undefined ? task.name : shownPath(task.program)}`);
    if (lost > 0) this.lost(lost);
    for (const entry of entries) this.entry(entry);
    const after = since > 0 ? ` after ${since}` : '';
    const soFar = task?.state === 'ended' ? '' : ' so far';
    const which = isGuessed ? `${task?.taskId} ` : '';
    tellBeside(
      entries.length === 0
        ? `Nothing was printed${after || soFar}.`
        : `tandem output ${which}--since ${cursor} tells what comes after this`,
    );
  },
  entry: (entry) => void process.stdout.write(rawOutput(entry, answerCanvas())),
  lost: (entries) => tellBeside(`${entries} earlier pieces are no longer kept.`),
  ended: (task) =>
    tellBeside(renderEndOf(task, { paint: painter(process.stderr), width: Number.POSITIVE_INFINITY })),
};

/** All that is kept after a cursor, however much it is. */
async function all(commander: Commander, taskId: string, since: number): Promise<OutputSlice> {
  let slice = await commander.send('GetOutput', { taskId, cursor: since });
  while (slice.more) {
    const { lost, entries } = slice;
    const next = await commander.send('GetOutput', { taskId, cursor: slice.cursor });
    slice = { ...next, lost: lost + next.lost, entries: [...entries, ...next.entries] };
  }
  return slice;
}

/** Asks for what is new whenever something is: so nothing is missed, also when there is more of it than can be told as it happens. */
async function follow(commander: Commander, taskId: string, since: number, voice: Voice): Promise<void> {
  let cursor = since;
  let end: TaskInfo | undefined;
  let news = deferred();
  using _listener = commander.onEvent((event) => {
    if (!('taskId' in event) || event.taskId !== taskId) return;
    if (event.type === 'TaskCompleted' || event.type === 'TaskAborted') end = event.task;
    news.resolve();
  });
  const { tasks } = await commander.send('ListTasks', {});
  end ??= tasks.find((task) => task.taskId === taskId && task.state === 'ended');
  for (;;) {
    const isLast = end !== undefined;
    news = deferred();
    const { entries, lost, cursor: next } = await all(commander, taskId, cursor);
    if (lost > 0) voice.lost(lost);
    for (const entry of entries) voice.entry(entry);
    cursor = next;
    if (isLast) return voice.ended(end!);
    if (!end) await news.promise;
  }
}
