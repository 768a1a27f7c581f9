/**
 * How often each fault is tried: a little in every run of the tests, a lot by hand (`npm run test:faults`), which sets
 * these variables: other rounds each time there, and always the same ones here.
 */
export const scale = {
  sessions: count('TANDEM_FAULT_SESSIONS', 30),
  stops: count('TANDEM_FAULT_STOPS', 200),
  kills: count('TANDEM_FAULT_KILLS', 8),
  seed: count('TANDEM_FAULT_SEED', 4711),
} as const;

/** What the whole may take, in milliseconds: generous, for it is no measurement. */
export const limitFor = (rounds: number): number => 120_000 + rounds * 10_000;

function count(name: string, otherwise: number): number {
  const value = Number(process.env[name] || otherwise);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} must be a whole number`);
  return value;
}
