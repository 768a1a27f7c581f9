import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { threadId } from 'node:worker_threads';
import type { Pyodide, PyodideModule } from './pyodide.ts';

/**
 * Loads Python, and what it is to have in it. Nearly all of the time is spent in what it does at its start, so a copy of its
 * memory is kept in a file: the next one begins with that. A copy that cannot be read, kept or used costs time, and nothing
 * else.
 *
 * @param open makes the files be there that are not part of its memory
 * @param fill has it import what is to be in the copy
 * @param begin what comes next, with the copy or without: a copy is known to be good when that was done
 */
export async function loadPython<T>(
  directory: string,
  snapshot: string | undefined,
  open: (python: Pyodide) => void,
  fill: (python: Pyodide) => void,
  begin: (python: Pyodide) => T,
): Promise<T> {
  const { loadPyodide } = (await import(pathToFileURL(join(directory, 'pyodide.mjs')).href)) as PyodideModule;
  const indexURL = join(directory, '/');
  const copy = snapshot === undefined ? undefined : read(snapshot);
  if (copy) {
    try {
      const python = await loadPyodide({ indexURL, _loadSnapshot: copy });
      open(python);
      return begin(python);
    } catch {
      rmSync(snapshot!, { force: true });
    }
  }
  const python = await loadPyodide({ indexURL, _makeSnapshot: snapshot !== undefined });
  open(python);
  fill(python);
  if (snapshot !== undefined) keep(snapshot, python);
  return begin(python);
}

function read(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Whole, or not at all: others may look for it at this moment. Its name must not come to the disk before it does. */
function keep(path: string, python: Pyodide): void {
  const draft = `${path}.${process.pid}-${threadId}`;
  try {
    writeFileSync(draft, python.makeMemorySnapshot(), { mode: 0o600, flag: 'wx', flush: true });
    renameSync(draft, path);
  } catch {
    rmSync(draft, { force: true });
  }
}
