import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type PythonFiles, PythonWorker } from '../../adapter/pyodide/python-worker.ts';
import { dropSpare, keepSpare, takeWorker } from '../../adapter/pyodide/spare-worker.ts';
import { removeOld } from '../../adapter/pyodide/tidy.ts';

function emptyPlace(): string {
  const place = mkdtempSync(join(tmpdir(), 'tandem-tidying-'));
  onTestFinished(() => rmSync(place, { recursive: true }));
  return place;
}

it('fails nothing when there is nothing to tidy', async () => {
  await expect(removeOld(join(emptyPlace(), 'nowhere'), 0)).resolves.toBeUndefined();
});

it('hands out no spare that was dropped, also while its thread still ends', async () => {
  const entry = join(emptyPlace(), 'worker.cjs');
  writeFileSync(entry, 'setInterval(() => {}, 1_000_000);');
  const files: PythonFiles = { entry, pyodide: '', launcher: '', snapshot: undefined };
  const spare = new PythonWorker(files);
  keepSpare(files, spare);
  dropSpare();
  const taken = takeWorker(files);
  expect(taken).not.toBe(spare);
  await Promise.all([spare.end(), taken.end()]);
});
