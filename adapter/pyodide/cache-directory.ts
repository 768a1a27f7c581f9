import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { directoryProblem } from '../../ipc/private-directory.ts';
import { errors } from '../../protocol/errors.ts';

/** Where a program keeps what it can get again, by the customs of each system. */
export function cacheDirectory(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'tandem', 'Cache');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'tandem');
  const named = env.XDG_CACHE_HOME;
  return join(named && isAbsolute(named) ? named : join(homedir(), '.cache'), 'tandem');
}

/** Makes it, if need be. What is in it is executed: it has to be this user's alone, or `pyodide.cacheUnusable` is thrown. */
export function openCache(directory: string): void {
  let problem: string | undefined;
  try {
    mkdirSync(dirname(directory), { recursive: true });
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    problem = directoryProblem(directory);
  } catch (error) {
    problem = (error as Error).message;
  }
  if (problem !== undefined) throw errors.pyodideCacheUnusable(directory, problem);
}
