import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { errors } from '../../../protocol/errors.ts';
import type { Environment } from '../environment.ts';
import type { Runtime } from '../runtime.ts';
import { findExecutable } from '../search-path.ts';

/** Where an interpreter may be that nobody has named. */
interface Place {
  /** As the error says it when nothing was there. */
  readonly words: string;
  readonly find: () => string | undefined;
}

export interface PythonQuestion {
  /** What the configuration names, and in which setting. */
  readonly asked: { readonly setting: string; readonly path: string } | undefined;
  readonly cwd: string;
  /** The directory of the program, below which or above which a virtual environment may be. */
  readonly home: string;
  readonly env: Environment;
}

const VIRTUAL_ENVIRONMENTS = ['.venv', 'venv', 'env'];
const NAMES = process.platform === 'win32' ? ['python', 'py', 'python3'] : ['python3', 'python'];

/** The interpreter inside a virtual environment. */
function insideOf(environment: string): string | undefined {
  const path =
    process.platform === 'win32'
      ? join(environment, 'Scripts', 'python.exe')
      : join(environment, 'bin', 'python');
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : undefined;
}

function* upwards(directory: string): Generator<string> {
  for (let at = resolve(directory); ; at = dirname(at)) {
    yield at;
    if (at === dirname(at)) return;
  }
}

function places({ cwd, home, env }: PythonQuestion): Place[] {
  const named = (variable: string): Place[] =>
    env[variable] ? [{ words: `${variable} (${env[variable]})`, find: () => insideOf(env[variable]!) }] : [];
  const directories = [...new Set([...upwards(cwd), ...upwards(home)])];
  return [
    ...named('VIRTUAL_ENV'),
    {
      words: `a virtual environment (${VIRTUAL_ENVIRONMENTS.join(', ')}) in ${cwd} and above it`,
      find: () =>
        directories
          .flatMap((directory) => VIRTUAL_ENVIRONMENTS.map((name) => join(directory, name)))
          // Any folder may be called "env": only one that Python has made is meant.
          .filter((path) => statSync(join(path, 'pyvenv.cfg'), { throwIfNoEntry: false }))
          .map(insideOf)
          .find((path) => path !== undefined),
    },
    ...named('CONDA_PREFIX'),
    {
      words: `${NAMES.join(' and ')} on the PATH`,
      find: () => NAMES.map((name) => findExecutable(name, cwd, env)).find((path) => path !== undefined),
    },
  ];
}

/** The interpreter of a program: what was asked for, or the first that is found. Throws `launch.python*`. */
export function findPython(question: PythonQuestion): Runtime {
  const { asked, cwd, env } = question;
  if (asked) {
    const path = findExecutable(asked.path, cwd, env) ?? insideOf(resolve(cwd, asked.path));
    if (!path) throw errors.pythonMissing(asked.setting, asked.path);
    return python(path);
  }
  const all = places(question);
  for (const { find } of all) {
    const path = find();
    if (path) return python(path);
  }
  throw errors.pythonNotFound(all.map(({ words }) => words));
}

const python = (path: string): Runtime => ({ path, environment: {}, isNode: false });
