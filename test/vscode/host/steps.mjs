/** @typedef {(line: string) => void} Log */

/**
 * Says what is being done before it is done: a silent minute looks like a hang.
 *
 * @param {Log} log
 * @param {string} what
 * @param {() => Promise<unknown>} work
 */
export async function step(log, what, work) {
  const started = Date.now();
  log(`  ${what} …`);
  await work();
  log(`  ${what}: ${seconds(started)}`);
}

/** @param {number} since */
export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
