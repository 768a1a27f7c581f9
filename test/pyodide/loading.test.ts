import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadPython } from '../../launcher/node/pyodide/load.ts';
import type { Pyodide } from '../../launcher/node/pyodide/pyodide.ts';

/** Stands for Pyodide: it loads any copy, and what it can do then is what is in the copy. */
const PYODIDE = `
  export const loadPyodide = async ({ _loadSnapshot }) => {
    const memory = _loadSnapshot ? Buffer.from(_loadSnapshot).toString() : 'whole';
    return { pyimport: () => { if (memory !== 'whole') throw new Error('damaged'); return memory; },
             makeMemorySnapshot: () => Buffer.from(memory) };
  };`;

it('makes another copy of Python when the one that there is can be loaded, but not used', async () => {
  const place = mkdtempSync(join(tmpdir(), 'tandem-loading-'));
  onTestFinished(() => rmSync(place, { recursive: true }));
  writeFileSync(join(place, 'pyodide.mjs'), PYODIDE);
  const copy = join(place, 'python.snapshot');
  writeFileSync(copy, 'damaged');
  const nothing = (): void => {};
  const begin = (python: Pyodide): unknown => python.pyimport('start');
  expect(await loadPython(place, copy, nothing, nothing, begin)).toBe('whole');
  expect(readFileSync(copy, 'utf8')).toBe('whole');
});
