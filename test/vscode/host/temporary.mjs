import { mkdtemp, rm } from 'node:fs/promises';

/**
 * A new folder that goes with its scope.
 *
 * @param {import('./scope.mjs').Scope} scope
 * @param {string} prefix path and beginning of its name
 * @returns {Promise<string>}
 */
export function temporaryFolder(scope, prefix) {
  return scope.own(
    () => mkdtemp(prefix),
    (folder) => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  );
}
