import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const versions = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');

/** The newest of a version that pyenv has, or what is called so on the PATH. */
export function interpreterOf(version: string): string | undefined {
  const [installed] = (existsSync(versions) ? readdirSync(versions) : [])
    .filter((name) => name.startsWith(`${version}.`))
    .sort((a, b) => Number(b.split('.')[2]) - Number(a.split('.')[2]));
  if (installed) return join(versions, installed, 'bin', 'python3');
  return ask(`python${version}`, 'import sys; print(sys.executable)');
}

export const versionOf = (python: string): string =>
  ask(python, 'import platform; print(platform.python_version())') ?? fail(`${python} does not run`);

export const hasDebugpy = (python: string): boolean => ask(python, 'import debugpy; print()') !== undefined;

function ask(python: string, code: string): string | undefined {
  try {
    return execFileSync(python, ['-c', code], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}

function fail(message: string): never {
  throw new Error(message);
}
