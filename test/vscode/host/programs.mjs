import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { run } from './command.mjs';
import { step } from './steps.mjs';

/** @typedef {import('./steps.mjs').Log} Log */

/** This machine cannot have the host; the message says what it lacks. */
export class HostUnavailable extends Error {}

/**
 * @param {Log} log
 * @param {{ building: boolean }} need
 */
export async function ensurePrograms(log, { building }) {
  /** @type {string[]} */
  const missing = [];
  // Chromium's own recommendations are skipped, so a font must be named, or screenshots show empty boxes.
  if (!(await findChromium())) missing.push('chromium', 'fonts-dejavu-core');
  if (building) {
    if (!(await onPath('g++'))) missing.push('g++');
    if (!(await onPath('make'))) missing.push('make');
    if (!(await onPath('python3'))) missing.push('python3');
  }
  if (missing.length === 0) return;

  if (!(await canInstall())) {
    throw new HostUnavailable(
      `the VS Code server host needs: ${missing.join(', ')}. Install them (Debian: sudo apt-get install ${missing.join(' ')})` +
        (missing.includes('chromium') ? ', or name a Chromium or Chrome in TANDEM_CHROMIUM.' : '.'),
    );
  }
  await install(log, missing);
}

/** Nobody has to be asked. */
export const canInstall = async () => process.getuid?.() === 0 && (await onPath('apt-get')) !== undefined;

/**
 * @param {Log} log
 * @param {string[]} packages Debian's
 */
export async function install(log, packages) {
  await step(log, `Debian packages ${packages.join(', ')}`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const wait = ['-o', 'DPkg::Lock::Timeout=300'];
    await run('apt-get', ['update', '-qq', ...wait], { env });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wait, ...packages], { env });
  });
}

export async function findChromium() {
  if (process.env.TANDEM_CHROMIUM) return process.env.TANDEM_CHROMIUM;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    const found = await onPath(name);
    if (found) return found;
  }
  return undefined;
}

/** @param {string} program */
export async function onPath(program) {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(directory, program);
    if (directory && (await exists(path, constants.X_OK))) return path;
  }
  return undefined;
}

/**
 * @param {string} path
 * @param {number} [mode]
 */
export async function exists(path, mode) {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
