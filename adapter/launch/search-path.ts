import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, extname, isAbsolute, join, resolve } from 'node:path';
import { type Environment, mergeEnvironment } from './environment.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The value of `name`, which is in capitals: Windows spells it `Path`, and lets everybody spell it as they like. */
export function variable(env: Env, name: string): string {
  if (process.platform !== 'win32') return env[name] ?? '';
  const key = Object.keys(env).find((candidate) => candidate.toUpperCase() === name);
  return (key && env[key]) || '';
}

function isExecutable(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false;
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The spellings that the system would try for a name: on Windows with each ending that can be run. */
function spellings(path: string, env: Env): string[] {
  if (process.platform !== 'win32') return [path];
  const endings = (variable(env, 'PATHEXT') || '.COM;.EXE;.BAT;.CMD').split(';');
  const added = endings.map((ending) => path + ending.toLowerCase());
  return extname(path) ? [path, ...added] : added;
}

/**
 * The executable that `name` means: a path (relative to `cwd`) when it has a separator, otherwise the first match in the
 * PATH of the program's own environment.
 */
export function findExecutable(name: string, cwd: string, env: Env): string | undefined {
  const isPath =
    isAbsolute(name) || name.includes('/') || (process.platform === 'win32' && name.includes('\\'));
  const places = isPath
    ? [resolve(cwd, name)]
    : pathEntries(env).map((entry) => join(resolve(cwd, entry), name));
  return places.flatMap((place) => spellings(place, env)).find(isExecutable);
}

/** The environment with a directory taken out of its PATH. */
export const withoutPathEntry = (env: Environment, directory: string): Environment =>
  mergeEnvironment([
    env,
    {
      PATH: variable(env, 'PATH')
        .split(delimiter)
        .filter((entry) => entry !== directory)
        .join(delimiter),
    },
  ]);

const pathEntries = (env: Env): string[] =>
  variable(env, 'PATH')
    .split(delimiter)
    .map((entry) => entry.replace(/^"(.*)"$/, '$1'))
    .filter((entry) => entry !== '');
