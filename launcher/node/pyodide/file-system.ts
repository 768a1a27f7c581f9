import { lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import type { Pyodide } from './pyodide.ts';

/** What Pyodide has of its own. */
const OWN: readonly string[] = ['dev', 'lib', 'proc', 'sys'];

/** Puts this machine's files where they are, so that a path means the same in the program and in the editor. */
export function mountFiles({ FS }: Pyodide): void {
  for (const name of readdirSync('/')) {
    if (!OWN.includes(name)) mountEntry(FS, `/${name}`);
  }
}

/** Makes a directory be seen at a place that is empty. */
export function mountAt({ FS }: Pyodide, directory: string, place: string): void {
  FS.mkdirTree(place);
  FS.mount(FS.filesystems.NODEFS, { root: directory }, place);
}

function mountEntry(FS: Pyodide['FS'], path: string): void {
  try {
    const found = lstatSync(path);
    const exists = FS.analyzePath(path).exists;
    if (found.isSymbolicLink() && !exists) FS.symlink(readlinkSync(path), path);
    else if (found.isDirectory() || found.isSymbolicLink()) {
      if (!exists) FS.mkdir(path);
      FS.mount(FS.filesystems.NODEFS, { root: realpathSync(path) }, path);
    }
  } catch {
    // Not readable for this user, or not there any more: nor is it for the program.
  }
}
