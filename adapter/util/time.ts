import { timeLimit } from '../../ipc/time-limit.ts';

/** True once `work` has settled, whichever way; false when `ms` passed first. Never rejects. */
export function settlesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const limit = timeLimit(ms, () => resolve(false));
    const settled = (): void => {
      limit[Symbol.dispose]();
      resolve(true);
    };
    work.then(settled, settled);
  });
}

/** One turn of the event loop: whatever was readable when it was called has been read when it resolves. */
export const pollPhase = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
