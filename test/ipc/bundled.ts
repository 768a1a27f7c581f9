import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll } from 'vitest';

const built = new Map<string, string>();

afterAll(() => {
  for (const file of built.values()) rmSync(dirname(file), { recursive: true, force: true });
});

/** A fixture beside this file as one file that starts fast, and that every user may read. Built once for each test file. */
export function bundled(fixture: string): string {
  const known = built.get(fixture);
  if (known) return known;
  const directory = mkdtempSync(join(tmpdir(), 'tandem-bundled-'));
  chmodSync(directory, 0o755);
  const outfile = join(directory, `${basename(fixture, '.ts')}.cjs`);
  const entryPoints = [fileURLToPath(new URL(fixture, import.meta.url))];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs' });
  built.set(fixture, outfile);
  return outfile;
}
