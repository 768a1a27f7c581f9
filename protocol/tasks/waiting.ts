// Without the schemas, for those who need no others.

/** Longest time, in milliseconds, that a command may wait for the program. */
export const MAX_WAIT_MS = 10 * 60_000;

/** How long it waits when nobody says, in milliseconds. */
export const USUAL_WAIT_MS = 20_000;
