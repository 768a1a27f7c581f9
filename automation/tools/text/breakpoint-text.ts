import type { Breakpoint } from '../../../protocol/tasks/breakpoints.ts';
import { whyNeverBound } from '../../text/never-bound.ts';
import { shortPath } from './paths.ts';

const STATES: Readonly<Record<Breakpoint['state'], string>> = {
  bound: 'bound',
  pending: 'PENDING',
  rejected: 'REJECTED',
  unused: 'set, nothing runs',
};

function stateText(breakpoint: Breakpoint): string {
  const { state, message } = breakpoint;
  if (isOver(breakpoint)) return 'NEVER BOUND: the program could not stop there';
  return state === 'pending' && message === undefined ? 'PENDING, its file is not loaded yet' : STATES[state];
}

/** It will not be bound any more, and never was. */
const isOver = ({ neverBound, state }: Breakpoint): boolean =>
  neverBound === true && (state === 'unused' || state === 'rejected');

/** `3  shop/prices.js:18 if order.id > 2  bound, hit 2 times` */
export function breakpointText(breakpoint: Breakpoint, folder: string | undefined): string {
  const { id, message, hits = 0, by, enabled, taskId } = breakpoint;
  const facts = [
    enabled ? stateText(breakpoint) : 'disabled',
    ...(hits > 0 ? [`hit ${hits === 1 ? 'once' : `${hits} times`}`] : []),
    ...(taskId === undefined ? [] : [`for task ${taskId}`]),
    ...(by === undefined ? ["the user's own"] : []),
  ];
  const why = isOver(breakpoint)
    ? `. ${whyNeverBound(breakpoint)}`
    : message === undefined
      ? ''
      : `. ${message}`;
  return `  ${id}  ${breakpointPlace(breakpoint, folder)}${details(breakpoint)}  ${facts.join(', ')}${why}`;
}

export function breakpointPlace(
  { file, line, actualLine, function: name }: Breakpoint,
  folder: string | undefined,
): string {
  if (file === undefined) return `function ${name}`;
  const moved = actualLine !== undefined && actualLine !== line ? ` (set at ${line})` : '';
  return `${shortPath(file, folder)}:${actualLine ?? line}${moved}`;
}

function details({ condition, hitCondition, logMessage }: Breakpoint): string {
  return [
    condition === undefined ? '' : ` if ${condition}`,
    hitCondition === undefined ? '' : ` at hits ${hitCondition}`,
    logMessage === undefined ? '' : ` logs ${JSON.stringify(logMessage)}`,
  ].join('');
}
