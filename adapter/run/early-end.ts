import { TandemError } from '../../protocol/errors.ts';
import type { LaunchPlan } from '../launch/plan.ts';
import { describeExit } from '../program/exit-status.ts';
import { lastLines } from '../util/last-lines.ts';
import { settlesWithin } from '../util/time.ts';
import type { FailedStart } from './run-plan.ts';

/** How long a program whose debugger failed to start may take to end by itself, in milliseconds. */
const END_LIMIT_MS = 500;

/** The error that a user can act upon, for a program that did not come to run: most often it has ended, and said why. */
export async function explainFailedStart(
  plan: LaunchPlan,
  { reason: thrown, program, stderr, opened }: FailedStart,
): Promise<TandemError> {
  const reason = TandemError.from(thrown);
  if (!(await settlesWithin(program.exited, END_LIMIT_MS))) return reason;
  return plan.kind.explainEnd(plan, {
    status: describeExit(await program.exited),
    lastWords: lastLines(stderr),
    opened,
  });
}
