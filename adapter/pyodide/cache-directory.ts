import { mkdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { replacementRisk } from '../../ipc/private-directory.ts';
import { errors } from '../../protocol/errors.ts';

/** Where a program keeps what it can get again, by the customs of each system. */
export function cacheDirectory(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'tandem', 'Cache');
  const named = env.XDG_CACHE_HOME;
  if (named && isAbsolute(named)) return join(named, 'tandem');
  return join(homedir(), ...(platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']), 'tandem');
}

/**
 * Makes a directory of the cache, if need be. What is in it is executed: `pyodide.cacheUnusable` is thrown where others could
 * put something there, or something else in its place.
 */
export function openCache(directory: string): void {
  let problem: string | undefined;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    problem = strangersHand(statSync(directory)) ?? riskAbove(realpathSync(directory));
  } catch (error) {
    problem = (error as Error).message;
  }
  if (problem !== undefined) throw errors.pyodideCacheUnusable(directory, problem);
}

/** On Windows a user's own directories are closed to others by themselves, and there are no modes. */
function strangersHand({ uid, mode }: Stats): string | undefined {
  if (process.getuid === undefined) return undefined;
  if (uid !== process.getuid()) return 'it belongs to another user';
  return (mode & 0o022) === 0 ? undefined : 'other users may write to it';
}

/** Who may rename any of the directories that lead to it may also replace it. */
function riskAbove(directory: string): string | undefined {
  const above = dirname(directory);
  if (above === directory) return undefined;
  const risk = replacementRisk(withoutOwnGroup(statSync(above)));
  return risk === undefined ? riskAbove(above) : `"${above}" is not safe: ${risk}`;
}

/** Many systems give each user a group of the same number, of nobody else, and let it write where the user may. */
function withoutOwnGroup({ uid, gid, mode }: Stats): Pick<Stats, 'uid' | 'mode'> {
  const isAlone = gid === process.getgid?.() && gid === process.getuid?.();
  return { uid, mode: isAlone ? mode & ~0o020 : mode };
}
