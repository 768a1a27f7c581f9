import { dirname, isAbsolute, resolve } from 'node:path';
import type { DebugConfiguration } from 'vscode';

/** Settings that name a file, and may do so from `cwd`. */
const FILES = ['program', 'envFile'] as const;

/**
 * Makes the paths of a configuration absolute. In an editor they start at the workspace folder; to the adapter alone
 * they would start where its process happens to be. A program in this process cannot have a `cwd` of its own: there it
 * is only where the other paths start, and stays unset unless the user set it, which the adapter then has a say in.
 */
export function resolvePaths(
  configuration: DebugConfiguration,
  folder: string | undefined,
): DebugConfiguration {
  // What an attach configuration names is where the program is.
  if (configuration.request === 'attach') return configuration;
  const start = startOf(configuration, folder);
  if (start === undefined) return configuration;
  const resolved: DebugConfiguration = { ...configuration };
  if (configuration.cwd !== undefined || configuration.inProcess !== true) resolved.cwd = start;
  for (const name of FILES) {
    const path: unknown = configuration[name];
    if (isPath(path)) resolved[name] = resolve(start, path);
  }
  return resolved;
}

/** Undefined where it cannot be told, which leaves the configuration to the adapter as it is. */
function startOf({ cwd, program }: DebugConfiguration, folder: string | undefined): string | undefined {
  if (cwd !== undefined && !isPath(cwd)) return undefined;
  const base = folder ?? (isPath(program) && isAbsolute(program) ? dirname(program) : undefined);
  if (base === undefined) return cwd && isAbsolute(cwd) ? cwd : undefined;
  return resolve(base, cwd ?? '');
}

const isPath = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
