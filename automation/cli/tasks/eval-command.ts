import { errors } from '../../../protocol/errors.ts';
import { EXIT } from '../exit-code.ts';
import type { Options } from '../options.ts';
import { printable } from '../render/text.ts';
import { valueLook } from '../render/value.ts';
import { chooseTask } from './choose-task.ts';
import { defineTaskCommand } from './task-command.ts';
import {
  frameOption,
  limitOptions,
  limitsOf,
  placeInStack,
  taskOption,
  threadOption,
  waitOf,
} from './task-options.ts';

const valueWait = {
  timeout: {
    type: 'string',
    value: 'SECONDS',
    summary: 'how long to wait for the value, where the program runs (default: 10)',
  },
} as const satisfies Options;

export const evalCommand = defineTaskCommand({
  name: 'eval',
  summary: 'evaluate an expression in the program',
  help: {
    about:
      'Evaluates an expression where a program stands, or, while it runs, in its global scope. It may call and assign.',
    usage: '[OPTIONS] EXPRESSION',
    notes: `Several arguments are one expression, with spaces between them; one that begins with a dash comes after "--".

Exit code: ${EXIT.ok} when there is a value; ${EXIT.refused} when the expression throws or is wrong.

Examples:
  tandem eval 'order.items.length'
  tandem eval --frame 1 'coupons.get("TENN")'
  tandem eval -- -x`,
  },
  options: { ...taskOption, ...threadOption, ...frameOption, ...limitOptions, ...valueWait },
  run: async (commander, { values, rest, command }) => {
    const expression = rest.join(' ');
    if (expression.trim() === '') throw errors.cliUsage('No expression is given.', command);
    const taskId = await chooseTask(commander, values.task);
    const answer = await commander.send('Evaluate', {
      taskId,
      expression,
      ...placeInStack(values, command),
      ...limitsOf(values, command),
      ...(values.timeout !== undefined && { waitMs: waitOf(values, command) }),
    });
    return {
      data: answer,
      text: ({ paint }) => paint(valueLook(answer.value), printable(answer.value)),
      notes: notesOn(answer),
    };
  },
});

interface Told {
  readonly truncated?: true | undefined;
  readonly redacted?: true | undefined;
  readonly reference?: number | undefined;
  readonly global?: true | undefined;
}

const notesOn = ({ truncated, redacted, reference, global }: Told): string[] =>
  [
    global && 'evaluated globally: the program runs',
    truncated && 'The value is longer: --value-length N tells more of it.',
    redacted && 'It looks like a secret, and is not shown.',
    reference && `tandem vars ${reference} tells what is in it`,
  ].filter((note) => typeof note === 'string');
