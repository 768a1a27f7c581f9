import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { errors } from '../../../protocol/errors.ts';
import type { Environment } from '../environment.ts';
import { findExecutable } from '../search-path.ts';
import { PROJECT_TOOLS, projectEnvironments } from './project-environments.ts';
import { inPath, interpreterOfPyenv, versionOfProject } from './pyenv.ts';
import { interpreterIn, isFile, upwards, whatIsAt } from './python-environments.ts';
import { interpreterOfVersion } from './python-version.ts';

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
const VERSION = /^(?:python)?(3(?:\.\d+){1,2})$/;

/** The interpreter of a program: what was asked for, or the first that is found. Throws `launch.python*`. */
export function findPython(question: PythonQuestion): string {
  const { asked } = question;
  if (asked) {
    const path = named(asked.path, question);
    if (path === undefined) throw missing(asked, question);
    return path;
  }
  const all = places(question);
  for (const { find } of all) {
    const path = find();
    if (path !== undefined) return path;
  }
  throw errors.pythonNotFound(all.map(({ words }) => words));
}

/** A path, a name in the PATH, the directory of an environment, or a version. */
function named(asked: string, { cwd, env }: PythonQuestion): string | undefined {
  const [, version] = VERSION.exec(asked) ?? [];
  if (version !== undefined) return interpreterOfVersion(version, cwd, env);
  const path = fromHome(asked);
  return inPath(path, cwd, env) ?? interpreterIn(resolve(cwd, path));
}

const fromHome = (path: string): string => path.replace(/^~(?=[/\\])/, () => homedir());

function missing({ setting, path }: NonNullable<PythonQuestion['asked']>, { cwd, env }: PythonQuestion) {
  const [first, ...options] = path.split(/\s+/);
  if (options.length > 0 && first && findExecutable(first, cwd, env))
    return errors.pythonWithOptions(path, [first, ...options]);
  const found = whatIsAt(resolve(cwd, fromHome(path)));
  if (found?.isDirectory()) return errors.pythonNotInside(setting, path);
  return found ? errors.pythonNotExecutable(setting, path) : errors.pythonMissing(setting, path);
}

function places({ cwd, home, env }: PythonQuestion): Place[] {
  const active = (variable: string): Place[] =>
    env[variable]
      ? [{ words: `${variable} (${env[variable]})`, find: () => interpreterIn(env[variable]!) }]
      : [];
  const directories = [...new Set([...upwards(cwd), ...upwards(home)])];
  const version = versionOfProject(home) ?? versionOfProject(cwd);
  return [
    ...active('VIRTUAL_ENV'),
    {
      words: `a virtual environment (${VIRTUAL_ENVIRONMENTS.join(', ')}) in ${cwd} and above it`,
      find: () =>
        directories
          .flatMap((directory) => VIRTUAL_ENVIRONMENTS.map((name) => join(directory, name)))
          // Any folder may be called "env": only one that Python has made is meant.
          .filter((path) => isFile(join(path, 'pyvenv.cfg')))
          .map(interpreterIn)
          .find((path) => path !== undefined),
    },
    {
      words: `environments of ${PROJECT_TOOLS}`,
      find: () =>
        projectEnvironments(directories, env)
          .map(interpreterIn)
          .find((path) => path !== undefined),
    },
    ...active('CONDA_PREFIX'),
    ...(version === undefined
      ? []
      : [
          {
            words: `the version ${version} that .python-version names`,
            find: () => interpreterOfPyenv(version, env),
          },
        ]),
    {
      words: `${NAMES.join(' and ')} on the PATH`,
      find: () =>
        NAMES.map((name) => inPath(name, cwd, env))
          .filter((path) => path !== undefined)
          .sort((a, b) => Number(mayBeOffer(a)) - Number(mayBeOffer(b)))[0],
    },
  ];
}

/** What Windows has in the PATH may only open its shop. */
const mayBeOffer = (path: string): boolean => /[\\/]WindowsApps[\\/]/i.test(path);
