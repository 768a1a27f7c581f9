import { existsSync, readFileSync, type Stats, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { errors } from '../../../protocol/errors.ts';
import type { Environment } from '../environment.ts';
import { variable } from '../search-path.ts';

/** Where its interpreter is in a virtual environment, in one of conda, in an installation. */
const INTERPRETERS =
  process.platform === 'win32' ? ['Scripts/python.exe', 'python.exe'] : ['bin/python', 'bin/python3'];

/** What is at a path; undefined where that is nothing, or nothing that we may see. */
export function whatIsAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

export const isFile = (path: string): boolean => whatIsAt(path)?.isFile() === true;

/** The interpreter of an environment that is a directory. Throws `launch.pythonBroken` for one that has lost it. */
export function interpreterIn(environment: string): string | undefined {
  const path = INTERPRETERS.map((name) => join(environment, name)).find(isFile);
  const made = join(environment, 'pyvenv.cfg');
  if (!existsSync(made)) return path;
  const base = baseIn(made);
  // Windows has a copy of the interpreter there, which finds nothing of its own any more.
  const isLost = process.platform === 'win32' && base !== undefined && !existsSync(base);
  if (path === undefined || isLost) throw errors.pythonBroken(environment, base);
  return path;
}

/** The directory of the interpreter that a virtual environment was made with. */
const baseIn = (made: string): string | undefined =>
  /^home\s*=\s*(.*\S)/m.exec(readFileSync(made, 'utf8'))?.[1];

export function* upwards(directory: string): Generator<string> {
  for (let at = resolve(directory); ; at = dirname(at)) {
    yield at;
    if (at === dirname(at)) return;
  }
}

/** What else conda's packages for Windows need on the PATH. */
const CONDA_ON_WINDOWS = ['', 'Library/mingw-w64/bin', 'Library/usr/bin', 'Library/bin', 'Scripts', 'bin'];

/**
 * What activating the environment of an interpreter changes: its commands are found first. Nothing where it is active, and
 * for an interpreter that is in none.
 */
export function activation(interpreter: string, env: Environment): Record<string, string | null> {
  const bin = dirname(interpreter);
  const home = [dirname(bin), bin].find((it) => existsSync(join(it, 'pyvenv.cfg')));
  if (home !== undefined)
    return { VIRTUAL_ENV: home, PYTHONHOME: null, PATH: withFirst([bin], variable(env, 'PATH')) };
  const conda = [dirname(bin), bin].find((it) => existsSync(join(it, 'conda-meta')));
  if (conda === undefined) return {};
  const first = process.platform === 'win32' ? CONDA_ON_WINDOWS.map((name) => join(conda, name)) : [bin];
  return { CONDA_PREFIX: conda, PATH: withFirst(first, variable(env, 'PATH')) };
}

function withFirst(directories: readonly string[], path: string): string {
  const entries = path === '' ? [] : path.split(delimiter);
  return entries[0] === directories[0] ? path : [...directories, ...entries].join(delimiter);
}
