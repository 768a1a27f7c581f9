import type { Breakpoint } from '../../../protocol/tasks/breakpoints.ts';
import { whyNeverBound } from '../../text/never-bound.ts';
import type { Canvas } from '../render/source-window.ts';
import { shownPath } from '../render/text.ts';

/**
 * The whole truth of one breakpoint, in a line.
 *
 * @param unused what to say of one of which no program that runs knows
 */
export function renderTaskBreakpoint(
  breakpoint: Breakpoint,
  { paint }: Canvas,
  unused = 'waits for a program',
): string {
  const { id, line, actualLine = line, condition, hitCondition, logMessage, hits } = breakpoint;
  const dot = paint(breakpoint.state === 'bound' ? 'breakpoint' : 'faint', '●');
  const details = [
    condition && `if ${condition}`,
    hitCondition && `hit ${hitCondition}`,
    logMessage && `log ${JSON.stringify(logMessage)}`,
  ].filter(Boolean);
  const faint = [
    line !== undefined && actualLine !== line && `moved from line ${line}`,
    hits && `stopped ${hits === 1 ? 'once' : `${hits} times`}`,
    breakpoint.taskId && `task ${breakpoint.taskId}`,
  ].filter(Boolean);
  return (
    [
      `${dot} Breakpoint ${id} ${placeOf(breakpoint, paint)}`,
      ...details,
      ...(faint.length > 0 ? [paint('faint', `(${faint.join(', ')})`)] : []),
    ].join(' ') + troubleOf(breakpoint, unused)
  );
}

/** Of one that the program could not have stopped at: nobody is to think that it was passed. */
export const renderNeverBound = (breakpoint: Breakpoint, canvas: Canvas): string => {
  const { id } = breakpoint;
  const { paint } = canvas;
  return `${paint('bad', '●')} Breakpoint ${id} ${placeOf(breakpoint, paint)} ${paint('bad', 'was NEVER BOUND')}: ${whyNeverBound(breakpoint)}`;
};

function placeOf(
  { file, line, actualLine = line, function: name }: Breakpoint,
  paint: Canvas['paint'],
): string {
  if (name !== undefined) return `in ${paint('accent', name)}`;
  return `at ${paint('accent', `${shownPath(file ?? '')}:${actualLine}`)}`;
}

function troubleOf(breakpoint: Breakpoint, unused: string): string {
  const { enabled, state, message, hits } = breakpoint;
  if (!enabled) return ': disabled';
  if (breakpoint.neverBound && state !== 'pending') return `: was never bound: ${whyNeverBound(breakpoint)}`;
  if (message && state !== 'bound') return `: ${message}`;
  if (state === 'pending') return ': its code is not loaded yet';
  if (state === 'rejected') return ': it cannot be set';
  return state === 'unused' && !hits ? `: ${unused}` : '';
}
