import { statSync } from 'node:fs';
import { join } from 'node:path';

/** What of Pyodide it takes to run Python. */
export const FILES = [
  'package.json',
  'pyodide.mjs',
  'pyodide.asm.mjs',
  'pyodide.asm.wasm',
  'python_stdlib.zip',
  'pyodide-lock.json',
] as const;

/** Not in a directory that was made otherwise than by npm, and not needed there. */
const NOT_NEEDED: readonly string[] = ['package.json'];

/** The first file that a directory lacks; undefined when Pyodide can be loaded from it. */
export function lacks(directory: string): string | undefined {
  return FILES.filter((name) => !NOT_NEEDED.includes(name)).find((name) => {
    const found = statSync(join(directory, name), { throwIfNoEntry: false });
    return !found?.isFile() || found.size === 0;
  });
}
