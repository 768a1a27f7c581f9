import type { Stage } from '../util/progress.ts';

const MEGABYTE = 1_000_000;

/** How much has come, as progress. */
export function inMegabytes(done: number, total: number | undefined): Stage {
  const come = (done / MEGABYTE).toFixed(1);
  if (total === undefined) return { message: `${come} MB` };
  return {
    message: `${come} of ${(total / MEGABYTE).toFixed(1)} MB`,
    percentage: Math.min(100, Math.floor((done / total) * 100)),
  };
}
