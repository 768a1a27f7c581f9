import { readFileSync } from 'node:fs';
import type { PackageAnswer, PackageQuestion } from '../../../protocol/python-worker.ts';
import type { Pyodide } from './pyodide.ts';

/**
 * Installs the package of a module into a directory: returns an empty text, or one that says why it cannot; undefined where
 * there is no such package.
 */
export type Bring = (module: string, directory: string) => string | undefined;

export function packageBringer(
  python: Pick<Pyodide, 'version' | 'unpackArchive'>,
  ask: (question: PackageQuestion) => PackageAnswer,
): Bring {
  return (module, directory) => {
    const { files, problem } = ask({ module, version: python.version });
    for (const { path } of files) {
      // Not a Buffer: Pyodide takes that for something unknown.
      const bytes = new Uint8Array(readFileSync(path));
      const format = path.endsWith('.whl') ? 'wheel' : 'zip';
      python.unpackArchive(bytes, format, { extractDir: directory });
    }
    return problem ?? (files.length > 0 ? '' : undefined);
  };
}
