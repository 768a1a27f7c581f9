import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { pathOf } from '../python/find-interpreters.ts';
import { cacheDirectory } from './cache-directory.ts';

const PYTHON = '3.12';
const VERSION = '9.1.1';

/**
 * A virtual environment with pytest, made outside of the checkout when it is needed first. Undefined where it cannot be had.
 */
export function findPytest(): string | undefined {
  const home = path.join(cacheDirectory(), 'pytest', `${VERSION}-${PYTHON}`);
  const isThere = () => spawnSync(interpreterOf(home), ['-c', 'import pytest']).status === 0;
  if (isThere()) return interpreterOf(home);
  rmSync(home, { recursive: true, force: true });
  const python = environmentAt(home);
  if (python) spawnSync(python, ['-m', 'pip', 'install', '--quiet', `pytest==${VERSION}`]);
  return isThere() ? python : undefined;
}

/** A virtual environment with nothing in it, in a directory that is there. */
export function environmentAt(home: string, options: readonly string[] = []): string | undefined {
  const base = pathOf(PYTHON);
  const made = base && spawnSync(base, ['-m', 'venv', ...options, home]).status === 0;
  return made ? interpreterOf(home) : undefined;
}

function interpreterOf(home: string): string {
  return process.platform === 'win32' ? path.join(home, 'Scripts/python.exe') : path.join(home, 'bin/python');
}
