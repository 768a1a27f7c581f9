/**
 * How long a wait may take before a test is told what was seen instead, in milliseconds: much longer than anything takes, on
 * a machine that has much else to do as well.
 */
export const WAIT_LIMIT_MS = 40_000;
