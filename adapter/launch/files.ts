import { accessSync, constants, type Stats, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { errors, TandemError } from '../../protocol/errors.ts';

const stat = (path: string): Stats | undefined => statSync(path, { throwIfNoEntry: false });

export function checkDirectory(path: string): string {
  if (!isAbsolute(path)) throw errors.cwdInvalid(path, 'is not an absolute path');
  let stats: Stats | undefined;
  try {
    stats = stat(path);
  } catch (error) {
    throw errors.cwdInvalid(path, `cannot be used (${(error as NodeJS.ErrnoException).code})`);
  }
  if (!stats) throw errors.cwdInvalid(path, 'does not exist');
  if (!stats.isDirectory()) throw errors.cwdInvalid(path, 'is not a directory');
  return path;
}

export interface ProgramFile {
  /** The absolute path as it was given: what the program sees as its `process.argv[1]`. */
  readonly path: string;
  /** The file that Node makes of it: an extension added, a directory's `main` or index. */
  readonly file: string;
}

/** The program as Node finds it, checked before anything is started. */
export function findProgram(program: string, cwd: string): ProgramFile {
  const path = resolve(cwd, program);
  try {
    const file = stat(path)?.isFile() ? path : lookUp(path);
    accessSync(file, constants.R_OK);
    return { path, file };
  } catch (error) {
    if (error instanceof TandemError) throw error;
    throw errors.programUnreadable(path, (error as NodeJS.ErrnoException).code ?? String(error));
  }
}

/** `node server` and `node .` are good Node: leave the rules to Node's own resolver. */
function lookUp(path: string): string {
  try {
    const file = createRequire(join(path, 'resolve-from-here.js')).resolve(path);
    // The resolver remembers files that have been deleted since.
    if (stat(file)?.isFile()) return file;
  } catch {
    // Not resolvable: say in our own words why.
  }
  const stats = stat(path);
  if (!stats) throw errors.programNotFound(path);
  if (stats.isDirectory()) throw errors.programIsDirectory(path);
  throw errors.programUnreadable(path, 'it is not a file');
}
