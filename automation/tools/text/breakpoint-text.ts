import type { Breakpoint } from '../../../protocol/tasks/breakpoints.ts';
import { shortPath } from './paths.ts';

const STATES: Readonly<Record<Breakpoint['state'], string>> = {
  bound: 'bound',
  pending: 'PENDING',
  rejected: 'REJECTED',
  unused: 'set, nothing runs',
};

const stateText = ({ state, message }: Breakpoint): string =>
  state === 'pending' && message === undefined ? 'PENDING, its file is not loaded yet' : STATES[state];

/** `3  shop/prices.js:18 if order.id > 2  bound, hit 2 times` */
export function breakpointText(breakpoint: Breakpoint, folder: string | undefined): string {
  const { id, message, hits = 0, by, enabled, taskId } = breakpoint;
  const facts = [
    enabled ? stateText(breakpoint) : 'disabled',
    ...(hits > 0 ? [`hit ${hits === 1 ? 'once' : `${hits} times`}`] : []),
    ...(taskId === undefined ? [] : [`for task ${taskId}`]),
    ...(by === undefined ? ["the user's own"] : []),
  ];
  const why = message === undefined ? '' : `. ${message}`;
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
