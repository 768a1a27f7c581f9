import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { build } from '../../scripts/build.mjs';
import { interpreters } from '../python/find-interpreters.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Directory with everything that is shipped, bundled from the source for this run. */
    bundles: string;
  }
}

const home = resolve(import.meta.dirname, '../../dist-test');

/**
 * What the tests run is built from the source once per run, in a directory of the run's own: neither `dist/`, which
 * somebody may be using, nor another run at the same time is disturbed.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  if (interpreters.length === 0)
    console.warn('No Python was found: the tests of Python programs are skipped.');
  await mkdir(home, { recursive: true });
  const outdir = await mkdtemp(join(home, 'run-'));
  await build({ outdir });
  provide('bundles', outdir);
  return () => rm(outdir, { recursive: true, force: true });
}
