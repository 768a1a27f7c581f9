import type { Breakpoint } from '../../../protocol/tasks/breakpoints.ts';
import type { Limits } from '../../../protocol/tasks/parts.ts';
import type { Outcome, TaskInfo } from '../../../protocol/tasks/task.ts';
import type { Commander } from '../../tasks/commander.ts';
import { renderTaskBreakpoint } from './breakpoint-line.ts';
import { awaited, outcomeReport } from './outcome.ts';
import type { Report } from './report.ts';
import { waitFor } from './wait.ts';

/** Waits for the first stop of a task that was started just now, or for its end, and tells all that it has printed. */
export async function firstOutcome(
  commander: Commander,
  { task: { taskId } }: { readonly task: TaskInfo },
  limitMs: number,
  limits: { limits?: Limits },
): Promise<Report> {
  const waited = await waitFor(commander, { taskId, limitMs, ...limits });
  const [output, { breakpoints }] = await Promise.all([
    commander.send('GetOutput', { taskId }),
    commander.send('ListBreakpoints', { taskId }),
  ]);
  const outcome: Outcome = { ...waited, output };
  const own = breakpoints.filter((breakpoint) => breakpoint.taskId === taskId);
  const unexpected = own.filter((breakpoint) => isUnexpected(breakpoint, outcome));
  return outcomeReport(outcome, {
    data: { breakpoints },
    remarks: (canvas) =>
      unexpected.map((breakpoint) => renderTaskBreakpoint(breakpoint, canvas, 'was never reached')),
    ...awaited(limitMs),
  });
}

/** One that is where it should be, or may still come, is no news. */
function isUnexpected(breakpoint: Breakpoint, { state, task }: Outcome): boolean {
  const { line, actualLine, logMessage, hits = 0 } = breakpoint;
  if (state === 'ended') return hits === 0 && logMessage === undefined && task.error === undefined;
  const isElsewhere = line !== undefined && actualLine !== undefined && actualLine !== line;
  return breakpoint.state === 'rejected' || isElsewhere;
}
