import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
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
  const sources = readdirSync(launcher, { recursive: true, encoding: 'utf8' });
  const files = [
    ...PYODIDE.map((name) => join(pyodide, name)),
    ...sources
      .filter((name) => name.endsWith('.py'))
      .sort()
      .map((name) => join(launcher, name)),
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${basename(file)} ${hashOf(file)}\n`);
  return hash.digest('hex').slice(0, 16);
}

const hashes = new Map<string, string>();

/** Of its bytes: what is the same elsewhere has the same. Read once, as long as it is not changed. */
function hashOf(file: string): string {
  const { size, mtimeMs } = statSync(file);
  const name = `${file} ${size} ${mtimeMs}`;
  const hash = hashes.get(name) ?? createHash('sha256').update(readFileSync(file)).digest('hex');
  hashes.set(name, hash);
  return hash;
}

/** Removes what was used longest ago, also what is left of a write that was cut off. */
function sweep(cache: string, wanted: string): void {
  const others = readdirSync(cache)
    .filter((name) => name.includes(SUFFIX))
    .map((name) => join(cache, name))
    .filter((path) => path !== wanted)
    .map((path) => ({ path, used: statSync(path, { throwIfNoEntry: false })?.atimeMs ?? 0 }))
    .sort((one, other) => other.used - one.used);
  for (const { path } of others.slice(KEPT - 1)) rmSync(path, { force: true });
}
