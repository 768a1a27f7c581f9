import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../support/session.ts';

export interface Python {
  readonly name: string;
  /** What a launch says to have a program run in it. */
  readonly settings: Settings;
  /** Major and minor. */
  readonly version: readonly [number, number];
  /** With threads, signals, sockets and other processes, none of which there are in a worker of the adapter's process. */
  readonly isProcess: boolean;
}

export interface Interpreter extends Python {
  readonly path: string;
}

/**
 * The versions that every test of Python runs with, as far as they are here; `TANDEM_TEST_PYTHON=3.10,pyodide` names others,
 * and `any` whatever `python3` is.
 */
const VERSIONS = process.env.TANDEM_TEST_PYTHON?.split(',') ?? ['3.9', '3.11', '3.12', '3.13', '3.14'];

const home = process.env.PYENV_ROOT ?? join(homedir(), '.pyenv');

/** The newest of a version that pyenv has, or what is called `python3.12` on the PATH. */
export function pathOf(version: string): string | undefined {
  const versions = join(home, 'versions');
  const [installed] = (existsSync(versions) ? readdirSync(versions) : [])
    .filter((name) => name.startsWith(`${version}.`))
    .sort((a, b) => Number(b.split('.')[2]) - Number(a.split('.')[2]));
  if (installed) return join(versions, installed, 'bin', 'python3');
  try {
    const asked = ['-c', 'import sys; print(sys.executable)'];
    return execFileSync(`python${version}`, asked, { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
}

const named = (version: string, path: string): Interpreter => {
  const [major, minor] = version.split('.').map(Number);
  return {
    name: `Python ${version}`,
    path,
    settings: { python: path },
    version: [major!, minor!],
    isProcess: true,
  };
};

const found = VERSIONS.flatMap((version) => {
  const path = pathOf(version);
  return path ? [named(version, path)] : [];
});

/** Where none has one of these names: whatever `python3` is. */
function anyOther(): Interpreter[] {
  try {
    const asked = ['-c', 'import sys; print("%d.%d" % sys.version_info[:2], sys.executable)'];
    const [version, path] = execFileSync('python3', asked, { encoding: 'utf8', stdio: 'pipe' })
      .trim()
      .split(' ');
    return [named(version!, path!)];
  } catch {
    return [];
  }
}

export const interpreters: readonly Interpreter[] =
  found.length > 0 || process.env.TANDEM_TEST_PYTHON === 'pyodide' ? found : anyOther();

/** In a worker of the adapter's process. */
export const PYODIDE: Python = {
  name: 'Pyodide',
  settings: { inProcess: true },
  version: [3, 14],
  isProcess: false,
};

const isMeant =
  process.platform !== 'win32' && (process.env.TANDEM_TEST_PYTHON ?? 'pyodide').includes('pyodide');

export const inProcess: readonly Python[] = isMeant ? [PYODIDE] : [];

/** For what works the same wherever the program runs. */
export const pythons: readonly Python[] = [...interpreters, ...inProcess];
