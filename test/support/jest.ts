import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
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
    mkdirSync(home, { recursive: true });
    const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
    spawnSync('npm', ['install', '--prefix', home, ...options, `jest@${VERSION}`], {
      shell: process.platform === 'win32',
    });
  }
  return existsSync(jest) ? jest : undefined;
}
