import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, parse } from 'node:path';
import type { Environment } from '../environment.ts';
import { findExecutable, withoutPathEntry } from '../search-path.ts';
import { interpreterIn, isFile, upwards } from './python-environments.ts';

/** Where pyenv keeps what it has installed. */
const rootOf = (env: Environment): string =>
  env.PYENV_ROOT ??
  join(
    env.HOME ?? env.USERPROFILE ?? homedir(),
    process.platform === 'win32' ? '.pyenv/pyenv-win' : '.pyenv',
  );

/** The first version that such a file names. */
function versionIn(file: string): string | undefined {
  if (!isFile(file)) return undefined;
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '' && !line.startsWith('#'));
}

/** What a project says about its Python. */
export const versionOfProject = (directory: string): string | undefined =>
  [...upwards(directory)].map((at) => versionIn(join(at, '.python-version'))).find((it) => it !== undefined);

const parts = (version: string): number[] => version.split('.').map(Number);

const newer = (a: string, b: string): number => {
  const [left, right] = [parts(a), parts(b)];
  const at = left.findIndex((part, index) => part !== right[index]);
  return (right[at] ?? 0) - (left[at] ?? 0);
};

/** The directory of a version that pyenv has: of that very name, or the newest that begins so. */
function installed(version: string, env: Environment): string | undefined {
  const all = join(rootOf(env), 'versions');
  if (!existsSync(all)) return undefined;
  if (existsSync(join(all, version))) return join(all, version);
  const [newest] = readdirSync(all)
    .filter((name) => name.startsWith(`${version}.`) && /^[\d.]+$/.test(name))
    .sort(newer);
  return newest && join(all, newest);
}

/** The interpreter of a version that pyenv has: `3.12`, `3.12.4`, or the name of an environment. */
export function interpreterOfPyenv(version: string, env: Environment): string | undefined {
  const directory = installed(version, env);
  return directory && interpreterIn(directory);
}

/** Pyenv puts scripts into the PATH, which find out each time what to run. */
const isShim = (path: string, env: Environment): boolean => dirname(path) === join(rootOf(env), 'shims');

/** What pyenv would run in a directory for one of its scripts; undefined where that is none of its own. */
function behindShim(path: string, cwd: string, env: Environment): string | undefined {
  const version =
    env.PYENV_VERSION?.split(':')[0] || versionOfProject(cwd) || versionIn(join(rootOf(env), 'version'));
  const directory = version && installed(version, env);
  if (!directory) return undefined;
  const names =
    process.platform === 'win32'
      ? [`Scripts/${parse(path).name}.exe`, `${parse(path).name}.exe`]
      : [`bin/${basename(path)}`];
  return names.map((name) => join(directory, name)).find(isFile);
}

/** A program in the PATH. Scripts of pyenv, which take longer than it takes to start a Python, are looked through. */
export function inPath(name: string, cwd: string, env: Environment): string | undefined {
  const path = findExecutable(name, cwd, env);
  if (path === undefined || !isShim(path, env)) return path;
  return behindShim(path, cwd, env) ?? findExecutable(name, cwd, withoutPathEntry(env, dirname(path)));
}
