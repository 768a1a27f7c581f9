import type { Limits } from '../../../protocol/tasks/parts.ts';
import type { Outcome } from '../../../protocol/tasks/task.ts';
import { MAX_WAIT_MS } from '../../../protocol/tasks/waiting.ts';
import type { Commander } from '../../tasks/commander.ts';
import { beginningOf, outputSince } from '../../tasks/output-since.ts';

export interface Waiting {
  readonly taskId: string;
  readonly until?: 'stopped' | 'ended';
  /** In milliseconds; may be longer than one command of the protocol waits. */
  readonly limitMs: number;
  readonly limits?: Limits;
}

/** Waits for a task, for any time. `first` is what is known already: the output that is told begins where its does. */
export async function waitFor(commander: Commander, waiting: Waiting, first?: Outcome): Promise<Outcome> {
  const { limitMs, ...data } = waiting;
  const started = performance.now();
  let outcome = first;
  for (;;) {
    const left = limitMs - (performance.now() - started);
    if (outcome && (isAwaited(outcome, waiting.until) || left <= 0)) return outcome;
    const waitMs = Math.max(0, Math.min(Math.ceil(left), MAX_WAIT_MS));
    const next = await commander.send('Wait', { ...data, waitMs });
    outcome = outcome ? await joined(commander, outcome, next) : next;
  }
}

const isAwaited = ({ state }: Outcome, until: Waiting['until']): boolean =>
  state === 'ended' || (state === 'stopped' && until !== 'ended');

/** The later of two outcomes, as if it had been waited for all the time: between two commands a program prints, too. */
async function joined(commander: Commander, before: Outcome, after: Outcome): Promise<Outcome> {
  const output = await outputSince(commander, after.task.taskId, beginningOf(before.output));
  return after.state === 'running'
    ? {
        ...after,
        ...(before.moved && { moved: before.moved }),
        output,
        waitedMs: before.state === 'running' ? before.waitedMs + after.waitedMs : after.waitedMs,
      }
    : { ...after, ...(before.moved && { moved: before.moved }), output };
}
