/** It takes 0 for no time at all, and a timer waits 25 days at most. */
const A_DAY_MS = 86_400_000;

/**
 * What makes runners of tests wait for somebody who looks at a test in a debugger: all is in one process, nothing has a time
 * limit, and code runs as it was written, not as what counts its lines would have it.
 */
export const PATIENT = {
  vitest: ['--no-file-parallelism', '--testTimeout=0', '--hookTimeout=0', '--coverage.enabled=false'],
  jest: ['--runInBand', `--testTimeout=${A_DAY_MS}`, '--watchAll=false', '--coverage=false'],
  mocha: ['--timeout=0', '--no-parallel'],
} as const;
