import { errors } from '../../../protocol/errors.ts';
import { nearest } from '../../../protocol/nearest.ts';
import type { CommandAnswer, CommandData } from '../../../protocol/tasks/commands.ts';
import type { Variable } from '../../../protocol/tasks/stop.ts';
import type { Commander } from '../../tasks/commander.ts';
import type { Canvas } from '../render/source-window.ts';
import { renderVariables } from '../render/stop-text.ts';
import { printable } from '../render/text.ts';
import { chooseTask } from './choose-task.ts';
import { defineTaskCommand } from './task-command.ts';
import {
  frameOption,
  limitOptions,
  limitsOf,
  onlyArgument,
  placeInStack,
  taskOption,
  threadOption,
  wholeNumber,
} from './task-options.ts';

export const varsCommand = defineTaskCommand({
  name: 'vars',
  summary: 'tell the variables of a stopped program, or what is in one',
  help: {
    about: "Tells the variables of a stopped program's frame, or what is in one of them.",
    usage: '[OPTIONS] [NAME | REFERENCE]',
    operands: `NAME is that of a variable, and may go on: order.items.0. REFERENCE is the number that "--json", or "tandem eval",
tells of a value; it is good until the program goes on. A value with nothing in it is told itself.`,
    notes: `Examples:
  tandem vars
  tandem vars order.items
  tandem vars --frame 2`,
  },
  options: {
    ...taskOption,
    ...threadOption,
    ...frameOption,
    start: { type: 'string', value: 'N', summary: 'the first that is told, from 0' },
    ...limitOptions,
  },
  run: async (commander, { values, rest, command }) => {
    const what = onlyArgument(rest, command);
    const start = wholeNumber(values.start, '--start', command);
    const page = { ...(start !== undefined && { start }), ...limitsOf(values, command) };
    const place = placeInStack(values, command);
    const taskId = await chooseTask(commander, values.task);
    const frame = { taskId, ...place };
    const found = what === undefined ? frame : await find(commander, what, frame);
    const answer = 'taskId' in found ? await commander.send('GetVariables', { ...found, ...page }) : found;
    return {
      data: answer,
      text: (canvas) => render(answer, start ?? 0, canvas),
      notes: start ? [] : outerNotes(answer),
    };
  },
});

type Where = Pick<CommandData<'GetVariables'>, 'taskId' | 'threadId' | 'frame' | 'reference'>;

/**
 * Follows a name, `order.items.0`, from the variables of the frame on; a number is a reference. Resolves with where its
 * members are, or, where it has none, with the variable itself.
 */
async function find(
  commander: Commander,
  what: string,
  frame: Where,
): Promise<Where | CommandAnswer<'GetVariables'>> {
  const { taskId } = frame;
  if (/^[1-9]\d*$/.test(what)) return { taskId, reference: Number(what) };
  let where = 'here';
  let found: Variable | undefined;
  for (const part of what.split(/[.[\]]+/).filter((text) => text !== '')) {
    const within = found ? { taskId, reference: membersOf(found) } : frame;
    const name = part.replace(/^(['"])(.*)\1$/, '$2');
    found = await member(commander, within, name, where);
    where = `in "${name}"`;
  }
  if (!found) throw errors.cliNameUnknown(what, where, undefined);
  return found.reference === undefined ? { variables: [found] } : { taskId, reference: found.reference };
}

function membersOf({ name, value, reference }: Variable): number {
  if (reference === undefined) throw errors.cliNoMembers(name, value);
  return reference;
}

const ALL = { variables: 10_000 };

/** Looks through all pages: an array has its thousandth element, too. Around a frame it looks where that has no such name. */
async function member(commander: Commander, within: Where, name: string, where: string): Promise<Variable> {
  const names: string[] = [];
  let outside: Variable | undefined;
  for (let start = 0; ; ) {
    const { variables, more, outer }: CommandAnswer<'GetVariables'> = await commander.send('GetVariables', {
      ...within,
      start,
    });
    const found = variables.find((variable) => variable.name === name);
    if (found) return found;
    for (const { reference } of start === 0 ? (outer ?? []) : []) {
      const around = await commander.send('GetVariables', { taskId: within.taskId, reference, limits: ALL });
      const there = around.variables.find((variable) => variable.name === name);
      if (there) outside ??= there;
      names.push(...around.variables.map((variable) => variable.name));
    }
    names.push(...variables.map((variable) => variable.name));
    start += variables.length;
    if (more && variables.length > 0) continue;
    if (outside) return outside;
    throw errors.cliNameUnknown(name, where, nearest(name, names));
  }
}

type Answer = CommandAnswer<'GetVariables'>;

function render({ variables, more }: Answer, start: number, canvas: Canvas): string {
  if (variables.length === 0)
    return canvas.paint('faint', start > 0 ? 'No more variables.' : 'No variables.');
  const lines = renderVariables(variables, canvas);
  const next = canvas.paint('faint', `There are more: --start ${start + variables.length}`);
  return [...lines, ...(more ? [next] : [])].join('\n');
}

/** What else can be asked for by its name, which goes on: `tandem vars total`. */
const outerNotes = ({ outer = [] }: Answer): string[] => {
  const lines = outer.map(
    ({ scope, names, more }) => `around, in ${scope}: ${printable(names.join(', '))}${more ? ', …' : ''}`,
  );
  return lines.length > 0 ? [...lines, '"tandem vars NAME" tells one of these, too.'] : [];
};
