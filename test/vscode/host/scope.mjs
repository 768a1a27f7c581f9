/** The run was ended from outside: Ctrl-C, a CI job that was cancelled, a closed terminal. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`interrupted by ${signal}`);
  }
}

/**
 * @typedef {object} Scope
 * @property {boolean} closed true once it is being left
 * @property {<T>(acquire: () => T | Promise<T>, release: (resource: T) => unknown) => Promise<T>} own
 *   Acquires something and promises its release. Throws, and acquires nothing, once the scope is closed.
 */

/** @type {NodeJS.Signals[]} */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs `work`; what it owns is released in reverse order when it returns, throws, or a signal arrives. A signal does not
 * wait for `work`, but for what is just being acquired: a browser that is half started is closed as well.
 *
 * @template T
 * @param {(scope: Scope) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withScope(work) {
  /** @type {(() => Promise<unknown>)[]} */
  const releases = [];
  /** @type {Scope} */
  const scope = {
    closed: false,
    own(acquire, release) {
      if (scope.closed) return Promise.reject(new Error('acquired after the end of its scope'));
      const acquired = Promise.resolve().then(acquire);
      releases.push(() => acquired.then(release, () => {})); // what was not acquired needs no release
      return acquired;
    },
  };
  /** @type {(signal: NodeJS.Signals) => void} */
  let interrupt = () => {};
  /** @type {Promise<never>} */
  const interrupted = new Promise((_, reject) => {
    interrupt = (signal) => reject(new Interrupted(signal));
  });
  unattended(interrupted);
  for (const signal of signals) process.on(signal, interrupt);

  try {
    return await Promise.race([unattended(work(scope)), interrupted]);
  } finally {
    scope.closed = true;
    for (const release of releases.reverse()) {
      await release().catch((error) => console.error(`vscode tests: while cleaning up: ${error}`));
    }
    // Only now: a second Ctrl-C must not cut the cleaning short.
    for (const signal of signals) process.off(signal, interrupt);
  }
}

/**
 * For a promise that may reject when nobody waits for it, because the scope is being left: whoever does wait for it
 * still hears of it, but Node does not end the process.
 *
 * @template T
 * @param {Promise<T>} promise
 */
export function unattended(promise) {
  promise.catch(() => {});
  return promise;
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {number} ms
 * @param {string} what says what did not happen in time
 * @returns {Promise<T>}
 */
export async function within(promise, ms, what) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
