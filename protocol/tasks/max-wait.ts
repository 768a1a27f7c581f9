/** Longest time, in milliseconds, that a command may wait for the program. Without the schemas, for those who need no others. */
export const MAX_WAIT_MS = 10 * 60_000;
