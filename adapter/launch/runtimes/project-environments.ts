import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { namesIn, real } from '../../util/disk.ts';
import type { Environment } from '../environment.ts';
import { whatIsAt } from './python-environments.ts';

/** A tool that keeps the environments of its projects somewhere else. */
interface Tool {
  readonly name: string;
  /** What makes a directory one of its projects. */
  readonly marks: string;
  /** The environments that the project may have, the likeliest first. They need not exist. */
  readonly environments: (project: string, env: Environment) => readonly string[];
}

const home = (env: Environment): string => env.HOME ?? env.USERPROFILE ?? homedir();

/** Where programs keep what belongs to a user: by the variable of that name, or the system's habit. */
function userDirectory(env: Environment, kind: 'data' | 'cache', application: string): string {
  if (process.platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(home(env), 'AppData/Local'), application);
  if (process.platform === 'darwin')
    return join(home(env), 'Library', kind === 'data' ? 'Application Support' : 'Caches', application);
  const [variable, usual] =
    kind === 'data' ? ['XDG_DATA_HOME', '.local/share'] : ['XDG_CACHE_HOME', '.cache'];
  return join(env[variable] || join(home(env), usual), application);
}

const madeAt = (path: string): number => whatIsAt(path)?.mtimeMs ?? 0;

/** Eight characters that stand for the path of a project. */
const checksum = (path: string): string => createHash('sha256').update(path).digest('base64url').slice(0, 8);

/** `NAME-CHECKSUM-py3.12`; the one that was made last, where there are several. */
function ofPoetry(project: string, env: Environment): string[] {
  const cache = env.POETRY_CACHE_DIR ?? userDirectory(env, 'cache', 'pypoetry');
  const beneath = process.platform === 'win32' && !env.POETRY_CACHE_DIR ? 'Cache/virtualenvs' : 'virtualenvs';
  const all = env.POETRY_VIRTUALENVS_PATH ?? join(cache, beneath);
  const path = real(project);
  const mark = `-${checksum(process.platform === 'win32' ? path.toLowerCase() : path)}-py`;
  return namesIn(all)
    .filter((name) => name.includes(mark))
    .map((name) => join(all, name))
    .sort((a, b) => madeAt(b) - madeAt(a));
}

/** Each environment notes its project in a file. */
function ofPipenv(project: string, env: Environment): string[] {
  const usual =
    process.platform === 'win32'
      ? join(home(env), '.virtualenvs')
      : join(env.XDG_DATA_HOME || join(home(env), '.local/share'), 'virtualenvs');
  const all = env.WORKON_HOME ?? usual;
  return namesIn(all)
    .map((name) => join(all, name))
    .filter((path) => {
      const note = join(path, '.project');
      return existsSync(note) && real(readFileSync(note, 'utf8').trim()) === real(project);
    });
}

/** `PROJECT/CHECKSUM/ENVIRONMENT`: the default one is called as the project is. */
function ofHatch(project: string, env: Environment): string[] {
  const data = env.HATCH_DATA_DIR ?? userDirectory(env, 'data', 'hatch');
  const all = join(data, 'env/virtual');
  const mark = checksum(real(project));
  return namesIn(all).map((name) => join(all, name, mark, name));
}

/** The project notes its interpreter, which is in `bin` or `Scripts` of an environment. */
function ofPdm(project: string): string[] {
  const note = join(project, '.pdm-python');
  return existsSync(note) ? [resolve(readFileSync(note, 'utf8').trim(), '../..')] : [];
}

function ofUv(project: string, env: Environment): string[] {
  const named = env.UV_PROJECT_ENVIRONMENT;
  if (!named) return [];
  return [isAbsolute(named) ? named : join(project, named)];
}

const TOOLS: readonly Tool[] = [
  { name: 'uv', marks: 'pyproject.toml', environments: ofUv },
  { name: 'PDM', marks: '.pdm-python', environments: ofPdm },
  { name: 'Poetry', marks: 'pyproject.toml', environments: ofPoetry },
  { name: 'Hatch', marks: 'pyproject.toml', environments: ofHatch },
  { name: 'Pipenv', marks: 'Pipfile', environments: ofPipenv },
];

/** As an error names them. */
export const PROJECT_TOOLS = TOOLS.map(({ name }) => name).join(', ');

/** The environments that such tools have made for the projects that these directories are, the likeliest first. */
export const projectEnvironments = (directories: readonly string[], env: Environment): string[] =>
  directories.flatMap((directory) =>
    TOOLS.filter(({ marks }) => existsSync(join(directory, marks))).flatMap(({ environments }) =>
      environments(directory, env).filter((path) => existsSync(path)),
    ),
  );
