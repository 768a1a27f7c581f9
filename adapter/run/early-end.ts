import { errors, TandemError } from '../../protocol/errors.ts';
import type { LaunchPlan } from '../launch/plan.ts';
import { isAtLeast, nodeVersion, OLDEST_NODE } from '../launch/runtime.ts';
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
  const { runtime } = plan;
  const version = runtime?.isNode ? await nodeVersion(runtime) : undefined;
  if (version && !isAtLeast(version, OLDEST_NODE))
    return errors.runtimeTooOld(runtime!.path, version, OLDEST_NODE);
  const lastWords = lastLines(stderr);
  const status = describeExit(await program.exited);
  // A Node that we start has our launcher with it, or fails; what it starts for itself, or others do, is in their hands.
  return opened || (runtime?.isNode && plan.program)
    ? errors.endedEarly(status, lastWords)
    : errors.neverConnected(status, lastWords);
}
