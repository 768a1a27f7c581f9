import { resolve } from 'node:path';
import { errors } from '../../../protocol/errors.ts';
import type { Location } from '../../../protocol/tasks/parts.ts';
import { parseLocation } from '../../session/location.ts';
import type { Commander } from '../../tasks/commander.ts';
import { rejectLine } from './break-command.ts';
import { chooseTask } from './choose-task.ts';
import { MOVE_NOTES, move, moveOptions, STILL_RUNS } from './move-commands.ts';
import { defineTaskCommand } from './task-command.ts';
import { onlyArgument } from './task-options.ts';

export const runToCommand = defineTaskCommand({
  name: 'run-to',
  summary: 'let a stopped program go on to a line',
  help: {
    about: 'Lets a stopped program go on to a line, or to what stops it before.',
    usage: '[OPTIONS] [FILE:]LINE | --text STATEMENT [FILE]',
    operands: 'Without FILE, it is the file in which the program stands.',
    notes: `${MOVE_NOTES}

Examples:
  tandem run-to 42
  tandem run-to src/cart.ts --text "return sum"`,
  },
  options: {
    text: {
      type: 'string',
      value: 'STATEMENT',
      summary: 'to the line that holds this text: part of a line that no other line of FILE holds',
    },
    ...moveOptions,
  },
  left: STILL_RUNS,
  run: async (commander, given) => {
    const wanted = parse(onlyArgument(given.rest, given.command), given.values.text, given.command);
    const taskId = await chooseTask(commander, given.values.task);
    const { file = await currentFile(commander, taskId), ...where } = wanted;
    return move(commander, given, taskId, 'runTo', { file, ...where });
  },
});

type Wanted = Partial<Location>;

function parse(argument: string | undefined, text: string | undefined, command: string): Wanted {
  if (text !== undefined) {
    if (argument === undefined) return { text };
    rejectLine(argument, command);
    return { text, file: resolve(argument) };
  }
  if (argument === undefined) throw errors.cliUsage('No line is named.', command);
  const location = parseLocation(argument);
  if (!location) throw errors.cliUsage(`"${argument}" is no FILE:LINE; lines count from 1.`, command);
  const { file, line } = location;
  return { line, ...(file !== undefined && { file: resolve(file) }) };
}

async function currentFile(commander: Commander, taskId: string): Promise<string> {
  const { stack } = await commander.send('GetStack', { taskId });
  const file = stack.find(({ label }) => !label)?.file;
  if (file === undefined) throw errors.cliFileUnknown();
  return file;
}
