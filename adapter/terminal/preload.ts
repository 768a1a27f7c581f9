import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes what Node loads first in a debug terminal, and returns its path. A terminal may outlive this version of the
 * extension, and a preload that is not there keeps each Node from starting: so this stays, and does nothing when the
 * launcher is gone.
 */
export async function writePreload(directory: string, bootstrap: string): Promise<string> {
  const path = join(directory, 'terminal-preload.cjs');
  const code = codeFor(bootstrap);
  if ((await readFile(path, 'utf8').catch(() => undefined)) === code) return path;
  await mkdir(directory, { recursive: true });
  // In one step: it may just be read, or be written for another terminal.
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, code);
  await rename(draft, path);
  return path;
}

const codeFor = (
  bootstrap: string,
): string => `// Brings the Node.js programs of Tandem's debug terminals to the debugger.
delete require.cache[__filename];
const bootstrap = ${JSON.stringify(bootstrap)};
if (require('fs').existsSync(bootstrap)) require(bootstrap);
`;
