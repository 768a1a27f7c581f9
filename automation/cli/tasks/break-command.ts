import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { countOf } from '../../../protocol/count-of.ts';
import { errors } from '../../../protocol/errors.ts';
import type { Breakpoint, WantedBreakpoint } from '../../../protocol/tasks/breakpoints.ts';
import { parseConditionalLocation, parseLocation } from '../../session/location.ts';
import { linesOf } from '../../session/source-lines.ts';
import type { Commander } from '../../tasks/commander.ts';
import { EXIT } from '../exit-code.ts';
import type { Canvas } from '../render/source-window.ts';
import { shownPath } from '../render/text.ts';
import { renderTaskBreakpoint } from './breakpoint-line.ts';
import type { Report } from './report.ts';
import { defineTaskCommand, type TaskGiven } from './task-command.ts';

const breakOptions = {
  function: {
    type: 'string',
    multiple: true,
    value: 'NAME',
    summary: 'stop where a function of this name begins; again for more',
  },
  text: {
    type: 'string',
    value: 'STATEMENT',
    summary: 'in FILE, the line that holds this text: part of a line that no other line of it holds',
  },
  condition: { type: 'string', value: 'EXPRESSION', summary: 'stop only where this is true' },
  hit: { type: 'string', value: 'COUNT', summary: 'at which hits to stop: 5, ">= 3", "% 10"' },
  log: {
    type: 'string',
    value: 'MESSAGE',
    summary: 'print this instead of stopping; {expressions} are filled in',
  },
  task: {
    type: 'string',
    short: 't',
    value: 'TASK',
    summary: 'for this task only, until it is closed (default: for all that run here)',
  },
  remove: { type: 'boolean', summary: 'remove the breakpoints with these ids, or all' },
} as const;

export const breakCommand = defineTaskCommand({
  name: 'break',
  summary: 'set breakpoints, list them, remove them',
  help: {
    about: 'Sets breakpoints, also while the program runs. In a window they are those of the editor.',
    usage: '[OPTIONS] [FILE:LINE[:CONDITION]… | FILE --text STATEMENT]',
    operands: 'Without any, the breakpoints are listed.',
    notes: `Exit code: ${EXIT.ok}, also when it cannot be set yet, which the answer tells; ${EXIT.refused} when it cannot be set in a program
that runs, or there is no such line, and then nothing is set.

Examples:
  tandem break src/cart.ts:14:total>100 src/shop.ts:3
  tandem break src/cart.ts --text "return sum" --log "sum is {sum}"
  tandem break --function checkout
  tandem break --remove 2 3`,
  },
  options: breakOptions,
  run: async (commander, given) => {
    const { values, rest, command } = given;
    if (values.remove) {
      const foreign = Object.keys(values).find((name) => name !== 'remove' && name in breakOptions);
      if (foreign) throw errors.cliUsage(`--${foreign} does not go with --remove.`, command);
      return remove(commander, rest, command);
    }
    const wanted = wantedOf(given);
    if (wanted.length === 0) return list(commander, values.task);
    // Elsewhere there may be other files.
    if (values.endpoint === undefined) await Promise.all(wanted.map(checkPlace));
    return add(commander, wanted, values.task);
  },
});

const forTask = (taskId: string | undefined): { taskId?: string } => (taskId === undefined ? {} : { taskId });

async function list(commander: Commander, taskId: string | undefined): Promise<Report> {
  const answer = await commander.send('ListBreakpoints', forTask(taskId));
  return { data: answer, text: (canvas) => renderAll(answer.breakpoints, canvas) };
}

const renderAll = (breakpoints: readonly Breakpoint[], canvas: Canvas): string =>
  breakpoints.length === 0
    ? 'There are no breakpoints. Set one: tandem break FILE:LINE'
    : breakpoints.map((breakpoint) => renderTaskBreakpoint(breakpoint, canvas)).join('\n');

async function add(
  commander: Commander,
  breakpoints: WantedBreakpoint[],
  taskId: string | undefined,
): Promise<Report> {
  const answer = await commander.send('AddBreakpoints', { breakpoints, ...forTask(taskId) });
  const refused = answer.breakpoints.filter(({ state }) => state === 'rejected').map(({ id }) => id);
  return {
    data: answer,
    text: (canvas) => renderAll(answer.breakpoints, canvas),
    notes:
      refused.length === 0
        ? []
        : [`Still wanted in what runs later; else: tandem break --remove ${refused.join(' ')}`],
    exitCode: refused.length === 0 ? EXIT.ok : EXIT.refused,
  };
}

async function remove(commander: Commander, names: readonly string[], command: string): Promise<Report> {
  const ids = idsOf(names, command);
  const answer = await commander.send('RemoveBreakpoints', { ids });
  const { removed } = answer;
  const missing = ids === 'all' ? [] : ids.filter((id) => !removed.includes(id));
  return {
    data: answer,
    text: () =>
      [
        removed.length > 0 ? `Removed ${removed.join(', ')}.` : 'Nothing was removed.',
        ...(missing.length > 0
          ? [`There is no breakpoint ${missing.join(', ')}: "tandem break" lists them.`]
          : []),
      ].join(' '),
    exitCode: missing.length > 0 ? EXIT.refused : EXIT.ok,
  };
}

function idsOf(names: readonly string[], command: string): number[] | 'all' {
  if (names.length === 1 && names[0] === 'all') return 'all';
  if (names.length === 0) throw errors.cliUsage('--remove needs the ids of breakpoints, or "all".', command);
  return names.map((name) => {
    if (!/^[1-9]\d*$/.test(name)) throw errors.cliUsage(`"${name}" is not the id of a breakpoint.`, command);
    return Number(name);
  });
}

function wantedOf({ values, rest, command }: TaskGiven<typeof breakOptions>): WantedBreakpoint[] {
  const { condition, hit, log, text, function: functions = [] } = values;
  const details = {
    ...(condition !== undefined && { condition }),
    ...(hit !== undefined && { hitCondition: hit }),
    ...(log !== undefined && { logMessage: log }),
  };
  const places = text === undefined ? rest.map(parseBreakpoint) : [textPlace(rest, text, command)];
  const wanted = [...places, ...functions.map((name) => ({ function: name }))];
  if (functions.length > 0 && log !== undefined)
    throw errors.cliUsage('--log is for lines, not for functions: give the line where it begins.', command);
  if (condition !== undefined && places.some((place) => place.condition !== undefined))
    throw errors.cliUsage('A condition is given twice: behind the line, and by --condition.', command);
  if (wanted.length === 0 && Object.keys(details).length > 0)
    throw errors.cliUsage('No place is named.', command);
  return wanted.map((place) => ({ ...place, ...details }));
}

/** FILE:LINE[:CONDITION], relative to where the user is. */
export function parseBreakpoint(place: string): WantedBreakpoint {
  const location = parseConditionalLocation(place);
  if (location?.file === undefined) throw errors.cliBreakpoint(place);
  const { file, line, condition } = location;
  return { file: resolve(file), line, ...(condition !== undefined && { condition }) };
}

/** Of a file or line that is not there, a program would never tell, and before one runs nobody could. */
async function checkPlace({ file, line }: WantedBreakpoint): Promise<void> {
  if (file === undefined || line === undefined) return;
  const unknown = (why: string) => errors.cliPlaceUnknown(`${shownPath(file)}:${line}`, why);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw unknown(`cannot be read (${error.code ?? error.message})`);
  });
  const { length } = linesOf(text);
  if (line > length) throw unknown(`has ${countOf(length, 'line')}`);
}

function textPlace(rest: readonly string[], text: string, command: string): WantedBreakpoint {
  const [file, extra] = rest;
  if (file === undefined || extra !== undefined) throw errors.cliUsage('--text needs one FILE.', command);
  rejectLine(file, command);
  return { file: resolve(file), text };
}

/** `--text` says which line it is. */
export function rejectLine(file: string, command: string): void {
  if (parseLocation(file)) throw errors.cliUsage(`Either "${file}" or --text says which line.`, command);
}
