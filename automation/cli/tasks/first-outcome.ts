import type { Breakpoint } from '../../../protocol/tasks/breakpoints.ts';
import type { Limits } from '../../../protocol/tasks/parts.ts';
import type { Outcome, TaskInfo } from '../../../protocol/tasks/task.ts';
import type { Commander } from '../../tasks/commander.ts';
import { outputSince } from '../../tasks/output-since.ts';
import { renderTaskBreakpoint } from './breakpoint-line.ts';
import { neverBound } from './never-bound.ts';
import { awaited, outcomeReport } from './outcome.ts';
import type { Report } from './report.ts';
import { waitFor } from './wait.ts';

/** A task that was started just now. */
export interface Begun {
  readonly task: TaskInfo;
  /** Where its output begins: at 0, unless the task has run before. */
  readonly cursor?: number;
}

/** Waits for the first stop of a task, or for its end, and tells what it has printed since its beginning. */
export async function firstOutcome(
  commander: Commander,
  { task: { taskId }, cursor = 0 }: Begun,
  limitMs: number,
  limits: { limits?: Limits },
): Promise<Report> {
  const waited = await waitFor(commander, { taskId, limitMs, ...limits });
  const [output, { breakpoints }] = await Promise.all([
    outputSince(commander, taskId, cursor),
    commander.send('ListBreakpoints', { taskId }),
  ]);
  const outcome: Outcome = { ...waited, output };
  const missed = await neverBound(commander, outcome);
  const own = breakpoints.filter(
    (one) => one.taskId === taskId && !missed.neverBound?.some(({ id }) => id === one.id),
  );
  const unexpected = own.filter((breakpoint) => isUnexpected(breakpoint, outcome));
  return outcomeReport(outcome, {
    data: { breakpoints },
    ...missed,
    remarks: (canvas) => [
      ...unexpected.map((breakpoint) => renderTaskBreakpoint(breakpoint, canvas, 'was never reached')),
      ...(outcome.state === 'running' && limitMs > 0 ? [canvas.paint('faint', NO_WAIT)] : []),
    ],
    ...awaited(limitMs),
  });
}

const NO_WAIT = 'What runs until it is ended is started with --no-wait: then nobody waits for it here.';

/** One that is where it should be, or may still come, is no news. */
function isUnexpected(breakpoint: Breakpoint, { state, task }: Outcome): boolean {
  const { line, actualLine, logMessage, hits = 0 } = breakpoint;
  if (state === 'ended') return hits === 0 && logMessage === undefined && task.error === undefined;
  const isElsewhere = line !== undefined && actualLine !== undefined && actualLine !== line;
  return breakpoint.state === 'rejected' || isElsewhere;
}
