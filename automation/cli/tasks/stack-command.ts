import { renderStack } from '../render/stop-text.ts';
import { chooseTask } from './choose-task.ts';
import { defineTaskCommand } from './task-command.ts';
import { noArguments, placeInStack, taskOption, threadOption, wholeNumber } from './task-options.ts';

export const stackCommand = defineTaskCommand({
  name: 'stack',
  summary: 'tell the stack of a stopped program',
  help: {
    about: 'Tells the stack of a stopped program, the innermost call first.',
    usage: '[OPTIONS]',
    notes: 'The number before a call is what "--frame" of other commands takes.',
  },
  options: {
    ...taskOption,
    ...threadOption,
    frames: { type: 'string', value: 'N', summary: 'frames that are told (default: 50)' },
    start: { type: 'string', value: 'N', summary: 'the first of them, from 0' },
  },
  run: async (commander, { values, rest, command }) => {
    noArguments(rest, command);
    const start = wholeNumber(values.start, '--start', command);
    const frames = wholeNumber(values.frames, '--frames', command);
    const taskId = await chooseTask(commander, values.task);
    const answer = await commander.send('GetStack', {
      taskId,
      ...placeInStack(values, command),
      ...(start !== undefined && { start }),
      ...(frames !== undefined && { limits: { frames } }),
    });
    return {
      data: answer,
      text: (canvas) => {
        const { paint } = canvas;
        const lines = renderStack(answer.stack, canvas).map(
          (line, index) => `${paint('faint', `#${(start ?? 0) + index}`.padStart(4))}  ${line}`,
        );
        const next = (start ?? 0) + answer.stack.length;
        const more = answer.more ? [paint('faint', `There are more: tandem stack --start ${next}`)] : [];
        return [...lines, ...more].join('\n');
      },
    };
  },
});
