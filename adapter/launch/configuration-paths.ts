import { existsSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { isFar, resolveFarPaths } from '../attach/far-paths.ts';

type Settings = Readonly<Record<string, unknown>>;

/** Settings that name a file, and may do so from `cwd`. */
const FILES = ['program', 'envFile'] as const;

/** The same, but they may be addresses as well. */
const PLACES = ['pyodide', 'pyodidePackages'] as const;

/** Makes the paths of a configuration absolute: to the adapter alone they would start where its process happens to be. */
export const resolvePaths = <S extends Settings>(configuration: S, folder: string | undefined): S =>
  isFar(configuration) ? resolveFarPaths(configuration, folder) : resolveNearPaths(configuration, folder);

/**
 * Paths start at the workspace folder. A program in this process cannot have a `cwd` of its own: there it is only where the
 * other paths start, and stays unset unless the user set it, which the adapter then has a say in.
 */
function resolveNearPaths<S extends Settings>(configuration: S, folder: string | undefined): S {
  // What an attach configuration names is where the program is.
  if (configuration.request === 'attach') return configuration;
  const start = startOf(configuration, folder);
  if (start === undefined) return configuration;
  const resolved: Record<string, unknown> = {};
  if (configuration.cwd !== undefined || configuration.inProcess !== true) resolved.cwd = start;
  for (const name of FILES) {
    const path = configuration[name];
    if (isPath(path)) resolved[name] = resolve(start, path);
  }
  for (const name of PLACES) {
    const place = configuration[name];
    if (isPath(place) && !/^[a-z]+:\/\//i.test(place)) resolved[name] = resolve(start, place);
  }
  return { ...configuration, ...resolved };
}

/** Undefined where it cannot be told, which leaves the configuration to the adapter as it is. */
function startOf({ cwd, program }: Settings, folder: string | undefined): string | undefined {
  if (cwd !== undefined && !isPath(cwd)) return undefined;
  const base = folder ?? (isPath(program) && isAbsolute(program) ? directoryOf(program) : undefined);
  if (base === undefined) return cwd && isAbsolute(cwd) ? cwd : undefined;
  return resolve(base, cwd ?? '');
}

/** Of a directory that is not there nobody has spoken: what is missing is the program. */
function directoryOf(program: string): string | undefined {
  const directory = dirname(program);
  return existsSync(directory) ? directory : undefined;
}

const isPath = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
