import { setTimeout } from 'node:timers/promises';
import type { Comeback } from '../run/run-plan.ts';

/**
 * Looks for a program that has ended and may be started again, until `join` has succeeded.
 * @param isWorthwhile whether a failure may be another one the next time
 * @throws the last failure, or the reason of the signal
 */
export async function awaitComeback(
  { delay, maxAttempts }: Comeback,
  join: () => Promise<void>,
  isWorthwhile: (failure: unknown) => boolean,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await setTimeout(delay, undefined, { signal });
    try {
      return await join();
    } catch (failure) {
      signal.throwIfAborted();
      if (attempt >= maxAttempts || !isWorthwhile(failure)) throw failure;
    }
  }
}
