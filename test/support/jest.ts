import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheDirectory } from './cache-directory.ts';

const VERSION = '30.5.2';

/**
 * Where Jest is, installed outside of the checkout when it is needed first: it is heavy, and nothing but a test needs it.
 * Undefined where it cannot be had.
 */
export function findJest(): string | undefined {
  const home = path.join(cacheDirectory(), 'jest', VERSION);
  const jest = path.join(home, 'node_modules/jest/bin/jest.js');
  if (!existsSync(jest)) {
    mkdirSync(path.dirname(home), { recursive: true });
    // Tests of another process may want it at the same time: what is there is whole.
    const own = mkdtempSync(`${home}-`);
    const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
    const { status } = spawnSync('npm', ['install', '--prefix', own, ...options, `jest@${VERSION}`], {
      shell: process.platform === 'win32',
    });
    try {
      if (status === 0) renameSync(own, home);
    } catch {
      // Another was first.
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  }
  return existsSync(jest) ? jest : undefined;
}
