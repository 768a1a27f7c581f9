import type { TandemError } from '../../../protocol/errors.ts';
import type { Frame, Variable } from '../../../protocol/tasks/stop.ts';
import type { SeenStop } from '../../session/stop.ts';
import { type Canvas, renderWindow } from './source-window.ts';
import type { Look } from './style.ts';
import { crop, placeOf, printable } from './text.ts';
import { valueLook } from './value.ts';

const REASON_LOOK: Readonly<Record<string, Look>> = {
  breakpoint: 'breakpoint',
  exception: 'bad',
  entry: 'good',
  pause: 'pause',
};

/** Frames in a printed stack; whoever wants more has `where`, or JSON. */
const STACK_LINES = 8;
const LOCAL_LINES = 20;

/** Why and where the program stands: one line, and the exception if it was one. */
export function renderHeadline(stop: SeenStop, { paint }: Canvas): string[] {
  const look = REASON_LOOK[stop.reason] ?? 'accent';
  const [top] = stop.stack;
  const name = isAtUnparsed(stop) ? '' : `${paint('faint', 'in')} ${top?.name}  `;
  const where = top ? `${name}${paint('accent', placeOf(top))}` : '';
  const lines = [`${paint(look, '●')} ${paint('heading', reasonOf(stop))}  ${where}`];
  if (!stop.exception) return lines;
  const message = printable(stop.exception.message).split('\n');
  return [...lines, ...message.map((line) => `  ${paint('bad', line)}`)];
}

/** It is shown where a file does not parse. Where that is loaded by another, what is shown is that. */
const isAtUnparsed = ({ exception, stack: [top] }: SeenStop): boolean =>
  exception?.unparsed?.file !== undefined && exception.unparsed.file === top?.file;

function reasonOf(stop: SeenStop): string {
  const { reason, description, breakpoints, exception } = stop;
  if (reason === 'breakpoint' && breakpoints.length > 0) {
    return `Breakpoint${breakpoints.length > 1 ? 's' : ''} ${breakpoints.join(', ')}`;
  }
  if (exception?.unparsed) return isAtUnparsed(stop) ? 'Does not parse' : 'A file does not parse';
  if (exception) return exception.uncaught ? 'Uncaught exception' : 'Exception';
  return description;
}

/** The whole of a stop: headline, source, stack, variables. */
export function renderStop(stop: SeenStop, canvas: Canvas): string {
  const source = stop.source ? ['', ...renderWindow(stop.source, canvas, stop.stack[stop.frame]?.file)] : [];
  const sections = [
    ...section('stack', renderStack(stop.stack, canvas, STACK_LINES), canvas),
    ...section('locals', renderLocals(stop, canvas), canvas),
  ];
  const gap = sections.length > 0 ? [''] : [];
  return [...renderHeadline(stop, canvas), ...source, ...gap, ...sections, ''].join('\n');
}

export function renderStack(
  stack: readonly Frame[],
  { paint }: Canvas,
  limit = Number.POSITIVE_INFINITY,
  selected?: number,
): string[] {
  const shown = stack.slice(0, limit);
  const width = Math.min(30, Math.max(0, ...shown.map(({ name }) => name.length)));
  const lines = shown.map((frame, index) => {
    if (frame.label) {
      return paint('faint', `${selected === undefined ? '' : '   '}— ${frame.name} —`);
    }
    const name = crop(printable(frame.name), 60).padEnd(width);
    const line = `${name}  ${paint('faint', placeOf(frame))}`;
    if (selected === undefined) return line;
    return index === selected ? ` ${paint('current', '▶')} ${line}` : `   ${line}`;
  });
  return stack.length > limit ? [...lines, paint('faint', `… ${stack.length - limit} more`)] : lines;
}

function renderLocals({ variables, moreVariables }: SeenStop, canvas: Canvas): string[] {
  const lines = renderVariables(variables.slice(0, LOCAL_LINES), canvas);
  const rest = variables.length - LOCAL_LINES;
  if (rest <= 0) return lines;
  return [...lines, canvas.paint('faint', `… ${moreVariables ? 'more than ' : ''}${rest} more`)];
}

/** Names and values in two columns. */
export function renderVariables(variables: readonly Variable[], { paint, width }: Canvas): string[] {
  const names = Math.min(24, Math.max(0, ...variables.map(({ name }) => name.length)));
  return variables.map(({ name, value }) => {
    const room = width - Math.max(names, name.length) - SECTION - 2;
    const shown = crop(printable(value).replaceAll('\n', ' '), Math.max(10, room));
    return `${paint('name', name.padEnd(names))}  ${paint(valueLook(value), shown)}`;
  });
}

/** Columns before what a section tells. */
const SECTION = 11;

/** What is told under a title, which stands beside its first line. */
export function section(title: string, lines: readonly string[], { paint }: Canvas): string[] {
  return lines.map((line, index) => {
    const label = index === 0 ? title : '';
    return `   ${paint('faint', label.padEnd(SECTION - 3))}${line}`;
  });
}

export const renderEnd = (exitCode: number, { paint }: Canvas): string =>
  `${paint(exitCode === 0 ? 'good' : 'bad', '●')} Exited with code ${exitCode}`;

export const renderFailure = ({ text }: TandemError, { paint }: Canvas): string =>
  `${paint('bad', '●')} ${text}`;
