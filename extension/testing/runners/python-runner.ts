import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, relative, sep } from 'node:path';
import { namesIn, real } from '../../../adapter/util/disk.ts';
import { type Directory, directoriesAround } from '../project.ts';
import type { PythonTest } from '../scan/python-tests.ts';
import { type TestItem, trailOf } from '../scan/test-item.ts';
import type { Runner } from './runner.ts';

/** Where pytest is started, and a project begins. */
const PROJECT_FILES = ['pytest.ini', '.pytest.ini', 'pyproject.toml', 'tox.ini', 'setup.cfg', 'setup.py'];

/** Plugins that are in a debugger's way, by the directories or files of their packages, and how they are kept out of it. */
const PLUGINS: readonly (readonly [files: readonly string[], option: string])[] = [
  // What traces takes the place of the debugger before 3.12.
  [['pytest_cov'], '--no-cov'],
  [['pytest_timeout.py'], '--timeout=0'],
  [['xdist'], '--numprocesses=0'],
];

/**
 * Who runs the tests of a Python file: pytest, if that is installed for the interpreter, or else `unittest`, which is there
 * always. Found out from files; Python is not started.
 * @param python the words of the interpreter's command.
 * @param root where a project that says nothing of itself begins.
 */
export function pythonRunner(file: string, python: string | readonly string[], root: string): Runner {
  const packages = packageDirectories(typeof python === 'string' ? python : python[0]!);
  const has = (name: string): boolean => packages.some((directory) => existsSync(join(directory, name)));
  const home = homeOf(directoriesAround(dirname(file)), root);
  return has('pytest') ? pytest(file, python, home, has) : unittest(file, python, home);
}

function pytest(file: string, python: unknown, cwd: string, has: (name: string) => boolean): Runner {
  const options = PLUGINS.flatMap(([files, option]) => (files.some(has) ? [option] : []));
  return {
    name: 'pytest',
    runs: () => true,
    settings: ({ item }) => ({
      module: 'pytest',
      python,
      cwd,
      // All parameters of a test are run. What it prints is seen while it is stopped.
      args: [[slashes(relative(cwd, file)), ...namesTo(item)].join('::'), '--capture=no', ...options],
    }),
  };
}

function unittest(file: string, python: unknown, home: string): Runner {
  const path = relative(home, file).replace(/\.py$/i, '').split(sep);
  // Only what can be imported by its path from there is found there.
  const cwd = path.every((name) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) ? home : dirname(file);
  const module = cwd === home ? path : [path.at(-1)!];
  return {
    name: 'unittest',
    runs: (item) => (item as PythonTest).isUnittest,
    settings: ({ item }) => ({
      module: 'unittest',
      python,
      cwd,
      args: [[...module, ...namesTo(item)].join('.')],
    }),
  };
}

const slashes = (path: string): string => path.split(sep).join('/');
const namesTo = (item: TestItem | undefined): string[] =>
  item ? trailOf(item).map(({ title }) => title[0]!) : [];

/** The nearest directory that says that it is a project, but none above `root`. */
function homeOf(directories: readonly Directory[], root: string): string {
  const inside = directories.filter(({ path }) => !relative(root, path).startsWith('..'));
  const project = inside.find(({ names }) => PROJECT_FILES.some((name) => names.has(name)));
  return project?.path ?? (inside.length > 0 ? root : directories[0]!.path);
}

/** Where the packages of an interpreter are: its environment's, and those that it shares with what it was made from. */
function packageDirectories(interpreter: string): string[] {
  const environment = [dirname(dirname(interpreter)), dirname(interpreter)].find((path) =>
    existsSync(join(path, 'pyvenv.cfg')),
  );
  if (environment === undefined) return installedFor(interpreter);
  const own = packagesBelow(environment);
  return sharesPackages(environment) ? [...own, ...installedFor(interpreter)] : own;
}

const sharesPackages = (environment: string): boolean =>
  /^include-system-site-packages\s*=\s*true/im.test(readFileSync(join(environment, 'pyvenv.cfg'), 'utf8'));

function installedFor(interpreter: string): string[] {
  const own = real(interpreter);
  const [version] = /\d+\.\d+/.exec(basename(own)) ?? [];
  const users =
    version === undefined ? [] : [join(homedir(), '.local/lib', `python${version}`, 'site-packages')];
  const prefixes = new Set([own, interpreter].flatMap((path) => [dirname(dirname(path)), dirname(path)]));
  return [
    ...users,
    ...[...prefixes]
      .flatMap((prefix) => [prefix, join(prefix, 'local')])
      .flatMap((prefix) => packagesBelow(prefix, version)),
  ];
}

/** Debian has a directory of its own for its packages. */
function packagesBelow(prefix: string, version = ''): string[] {
  const libraries = ['lib', 'Lib', 'lib64'].map((name) => join(prefix, name));
  const versions = libraries.flatMap((library) =>
    namesIn(library)
      .filter((name) => name === 'python3' || name.startsWith(`python${version || '3.'}`))
      .map((name) => join(library, name)),
  );
  return [...libraries, ...versions].flatMap((path) => [
    join(path, 'site-packages'),
    join(path, 'dist-packages'),
  ]);
}
