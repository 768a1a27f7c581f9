import { execFile } from 'node:child_process';
import type { TandemError } from '../../../protocol/errors.ts';
import { errors } from '../../../protocol/errors.ts';
import type { Environment } from '../environment.ts';
import { isAtLeast } from '../runtime.ts';
import { inPath, interpreterOfPyenv } from './pyenv.ts';

/** The oldest CPython whose programs are debugged: the oldest that is tested. */
export const OLDEST_PYTHON = '3.9.0';
const VERSION_LIMIT_MS = 5000;
const NEWEST_FIRST = ['3.14', '3.13', '3.12', '3.11', '3.10', '3.9'];

/** The version of an interpreter, or undefined when it does not say. Asking means starting it, some tens of milliseconds. */
export function pythonVersion(path: string, options: readonly string[] = []): Promise<string | undefined> {
  const asked = [...options, '-c', 'import sys; sys.stdout.write("%d.%d.%d" % sys.version_info[:3])'];
  return new Promise((done) => {
    execFile(path, asked, { timeout: VERSION_LIMIT_MS, windowsHide: true }, (_error, stdout) =>
      done(/^\d+\.\d+\.\d+$/.exec(String(stdout))?.[0]),
    );
  });
}

/** The interpreter of a version such as `3.12`, if it is in the PATH or pyenv has it. */
export const interpreterOfVersion = (version: string, cwd: string, env: Environment): string | undefined =>
  inPath(`python${version}`, cwd, env) ?? interpreterOfPyenv(version, env);

/** The versions that there are, as `interpreterOfVersion` finds them. */
export const newestFirst = (cwd: string, env: Environment): string[] =>
  NEWEST_FIRST.filter((version) => interpreterOfVersion(version, cwd, env) !== undefined);

/** That an interpreter is too old, if it is, with one that is not. */
export function tooOld(
  path: string,
  version: string,
  cwd: string,
  env: Environment,
): TandemError | undefined {
  if (isAtLeast(version, OLDEST_PYTHON)) return undefined;
  const [newest] = newestFirst(cwd, env);
  return errors.pythonTooOld(path, version, OLDEST_PYTHON, newest && interpreterOfVersion(newest, cwd, env));
}
