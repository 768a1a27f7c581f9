import { createHash } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, openCache } from './cache-directory.ts';

/** Nobody has used it for so long, in milliseconds: it is 30 MB of another version. */
const FORGOTTEN_AFTER_MS = 30 * 24 * 3_600_000;
const SUFFIX = '.snapshot';

/**
 * The file for a copy of the Python in a directory once it is loaded: see `loadPython`. Undefined where there is no place
 * that is this user's alone.
 */
export function snapshotOf(pyodide: string, cache = join(cacheDirectory(), 'python')): string | undefined {
  try {
    openCache(cache);
    sweep(cache);
    const parts = ['pyodide.asm.wasm', 'pyodide.asm.mjs', 'python_stdlib.zip'].map((name) => {
      const { size, mtimeMs } = statSync(join(pyodide, name));
      return `${size} ${mtimeMs}`;
    });
    const key = createHash('sha256')
      .update([pyodide, ...parts].join('\n'))
      .digest('hex')
      .slice(0, 16);
    return join(cache, `python-${key}${SUFFIX}`);
  } catch {
    return undefined;
  }
}

function sweep(cache: string): void {
  for (const name of readdirSync(cache)) {
    if (!name.includes(SUFFIX)) continue;
    const path = join(cache, name);
    const age = Date.now() - statSync(path).atimeMs;
    if (age > FORGOTTEN_AFTER_MS) rmSync(path, { force: true });
  }
}
