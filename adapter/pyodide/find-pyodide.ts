import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errors } from '../../protocol/errors.ts';
import type { ShowProgress } from '../util/progress.ts';
import { cacheDirectory, openCache } from './cache-directory.ts';
import { lacks } from './distribution.ts';
import { fetchPyodide } from './fetch-pyodide.ts';
import { PINNED, type Pinned, tarballOf } from './pinned.ts';
import { isAddress, pathFrom } from './places.ts';
import { markUsed } from './tidy.ts';

export interface PyodideQuestion {
  /** A directory, npm's tarball, or the address of that; what the configuration does not say, TANDEM_PYODIDE may. */
  readonly asked: string | undefined;
  /** Where its paths start. */
  readonly cwd: string;
  readonly progress: ShowProgress;
  /** A line for the user's eyes. */
  readonly notify: (text: string) => void;
  readonly pinned?: Pinned | undefined;
  readonly cache?: string;
}

/**
 * The directory that Pyodide is loaded from: the one that was asked for, one that npm has installed with Tandem, the one in
 * the cache, or, the first time, one that is fetched into the cache. Rejects with `pyodide.*`, or with the reason of the
 * progress that was cancelled.
 */
export async function findPyodide({
  asked = process.env.TANDEM_PYODIDE,
  cwd,
  progress,
  notify,
  pinned = PINNED,
  cache = cacheDirectory(),
}: PyodideQuestion): Promise<string> {
  const named = asked ? namedBy(asked, cwd) : undefined;
  if (named?.directory) return named.directory;
  const installed = named ? undefined : besideTandem(pinned);
  if (installed !== undefined) return installed;
  if (!pinned) throw errors.pyodideUnknown();
  const directory = join(cache, `pyodide-${pinned.version}`);
  if (lacks(directory) === undefined) {
    openCache(directory);
    await markUsed(directory);
    return directory;
  }
  const tarball = named?.tarball ?? tarballOf(pinned);
  notify(`Python for programs that run in-process is fetched, once: ${tarball}`);
  await fetchPyodide({ pinned, tarball, cache, directory, progress });
  return directory;
}

/** What archives of Pyodide have everything in: npm's, and that of the complete distribution. */
const UNPACKED = ['package', 'pyodide'];

/** What a setting stands for. Throws `pyodide.missing` when there is nothing, or not all of it. */
function namedBy(asked: string, cwd: string): { readonly directory?: string; readonly tarball?: string } {
  if (isAddress(asked)) return { tarball: asked };
  const path = pathFrom(asked, cwd);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw errors.pyodideMissing(path, 'does not exist');
  if (found.isFile()) return { tarball: path };
  const directory = ['.', ...UNPACKED].map((name) => join(path, name)).find((it) => lacks(it) === undefined);
  if (directory === undefined) throw errors.pyodideMissing(path, `has no ${lacks(path)}`);
  return { directory };
}

/**
 * What npm has installed with Tandem. Only there: what lies in any directory above need not be this user's, and would be
 * executed.
 */
function besideTandem(pinned: Pinned | undefined): string | undefined {
  const home = packageAround(__dirname);
  if (home === undefined) return undefined;
  const places = [join(home, 'node_modules', 'pyodide')];
  if (basename(dirname(home)) === 'node_modules') places.push(join(dirname(home), 'pyodide'));
  return places.find(
    (place) => lacks(place) === undefined && (!pinned || versionIn(place) === pinned.version),
  );
}

function packageAround(directory: string): string | undefined {
  for (let at = directory; at !== dirname(at); at = dirname(at)) {
    if (statSync(join(at, 'package.json'), { throwIfNoEntry: false })) return at;
  }
  return undefined;
}

function versionIn(directory: string): string | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}
