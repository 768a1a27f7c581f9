import { readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { files } from '../../support/fixtures.ts';
import { standalone } from '../../support/standalone.ts';

const manifest = resolve(import.meta.dirname, '../../../package.json');

/** A directory in which the package is installed, as it was built for this run; gone after the test. */
export function project(contents: Readonly<Record<string, string>>): string {
  const home = 'node_modules/tandem-debug';
  const directory = files({ [`${home}/package.json`]: readFileSync(manifest, 'utf8'), ...contents });
  symlinkSync(standalone, join(directory, home, 'dist'));
  return directory;
}
