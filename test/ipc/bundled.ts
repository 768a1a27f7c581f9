import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const built = new Map<string, string>();

/** A fixture beside this file as one file that starts fast, and that every user may read. Built once in each process. */
export function bundled(fixture: string): string {
  const known = built.get(fixture);
  if (known) return known;
  const directory = mkdtempSync(join(tmpdir(), 'tandem-bundled-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  chmodSync(directory, 0o755);
  const outfile = join(directory, `${basename(fixture, '.ts')}.cjs`);
  const entryPoints = [fileURLToPath(new URL(fixture, import.meta.url))];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs' });
  built.set(fixture, outfile);
  return outfile;
}
