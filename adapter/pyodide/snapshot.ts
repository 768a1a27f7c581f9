import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, openCache } from './cache-directory.ts';

/** What of Pyodide is in its memory. */
const PYODIDE = ['pyodide.asm.wasm', 'pyodide.asm.mjs', 'python_stdlib.zip'];
const SUFFIX = '.snapshot';
/** So many are kept, each of 30 MB: there may be several Tandems at the same time. */
const KEPT = 4;

/**
 * The file for a copy of Python once it is loaded, with the launcher in it: see `loadPython`. It is named for all that is in
 * it. Undefined where there is no place that is this user's alone.
 */
export function snapshotOf(
  pyodide: string,
  launcher: string,
  cache = join(cacheDirectory(), 'python'),
): string | undefined {
  try {
    openCache(cache);
    const path = join(cache, `python-${keyOf(pyodide, launcher)}${SUFFIX}`);
    sweep(cache, path);
    return path;
  } catch {
    return undefined;
  }
}

function keyOf(pyodide: string, launcher: string): string {
  const hash = createHash('sha256');
  for (const file of PYODIDE.map((name) => join(pyodide, name))) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  const sources = readdirSync(launcher, { recursive: true, encoding: 'utf8' });
  for (const name of sources.filter((it) => it.endsWith('.py')).sort()) {
    hash.update(`${name}\n`).update(readFileSync(join(launcher, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Removes what was used longest ago, also what is left of a write that was cut off. */
function sweep(cache: string, wanted: string): void {
  const others = readdirSync(cache)
    .filter((name) => name.includes(SUFFIX))
    .map((name) => join(cache, name))
    .filter((path) => path !== wanted)
    .map((path) => ({ path, used: statSync(path).atimeMs }))
    .sort((one, other) => other.used - one.used);
  for (const { path } of others.slice(KEPT - 1)) rmSync(path, { force: true });
}
