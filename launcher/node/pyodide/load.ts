import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { threadId } from 'node:worker_threads';
import type { Pyodide, PyodideModule } from './pyodide.ts';

/**
 * Loads Python. Nearly all of the time is spent in what it does at its start, so a copy of its memory is kept in a file: the
 * next one begins with that. A copy that cannot be read, kept or used costs time, and nothing else.
 */
export async function loadPython(directory: string, snapshot: string | undefined): Promise<Pyodide> {
  const { loadPyodide } = (await import(pathToFileURL(join(directory, 'pyodide.mjs')).href)) as PyodideModule;
  const indexURL = join(directory, '/');
  if (snapshot === undefined) return loadPyodide({ indexURL });
  const copy = read(snapshot);
  if (copy) {
    try {
      return await loadPyodide({ indexURL, _loadSnapshot: copy });
    } catch {
      rmSync(snapshot, { force: true });
    }
  }
  const python = await loadPyodide({ indexURL, _makeSnapshot: true });
  keep(snapshot, python);
  return python;
}

function read(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Whole, or not at all: others may look for it at this moment. */
function keep(path: string, python: Pyodide): void {
  const draft = `${path}.${process.pid}-${threadId}`;
  try {
    writeFileSync(draft, python.makeMemorySnapshot(), { mode: 0o600, flag: 'wx' });
    renameSync(draft, path);
  } catch {
    rmSync(draft, { force: true });
  }
}
