import { readFileSync } from 'node:fs';
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { PackageAnswer, PackageCounter, PackageQuestion } from '../package-words.ts';

/** What of Pyodide it takes to install a package without an event loop. */
interface Unpacking {
  readonly version: string;
  unpackArchive(bytes: Uint8Array, format: string, options: { readonly extractDir: string }): void;
}

const LIBRARIES = '/usr/lib';

/**
 * What `tandem_launcher.in_process.packages` asks for the package of a module: an empty text when it has been installed, a
 * text that says why not, or undefined where there is no such package. The thread waits meanwhile.
 *
 * @param site the directory of Python's packages
 */
export function packageBringer(
  pyodide: Unpacking,
  { port, bell }: PackageCounter<MessagePort>,
  site: string,
): (module: string) => string | undefined {
  const ask = (question: PackageQuestion): PackageAnswer => {
    const before = Atomics.load(bell, 0);
    port.postMessage(question);
    Atomics.wait(bell, 0, before);
    return receiveMessageOnPort(port)!.message;
  };
  return (module) => {
    const { files, problem } = ask({ module, version: pyodide.version });
    for (const { path, isLibrary } of files) {
      // Not a Buffer: Pyodide takes it for something unknown.
      const bytes = new Uint8Array(readFileSync(path));
      const format = path.endsWith('.whl') ? 'wheel' : 'zip';
      pyodide.unpackArchive(bytes, format, { extractDir: isLibrary ? LIBRARIES : site });
    }
    return problem ?? (files.length > 0 ? '' : undefined);
  };
}
