import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { upwards } from '../../../adapter/launch/runtimes/python-environments.ts';
import { type Directory, directoriesAround, isObject, type Manifest, readJson } from '../project.ts';
import type { Imported } from '../scan/imported-runner.ts';
import { JEST } from './jest.ts';
import { MOCHA } from './mocha.ts';
import { NODE_TEST } from './node-test.ts';
import type { LaunchSettings, Runner, Wanted } from './runner.ts';
import { type ScriptOptions, scriptOptions } from './script-options.ts';
import { VITEST } from './vitest.ts';

/** How a file is run. */
export interface Place extends ScriptOptions {
  readonly file: string;
  /** Where the runner finds its settings. */
  readonly cwd: string;
  /** The runner's program; `file` for one that is part of Node. */
  readonly program: string;
}

/** A runner of tests, as it is told by what a project has. */
export interface JavaScriptRunner {
  readonly name: string;
  /** What a test imports that is for it alone. */
  readonly module: string;
  /** The package that it comes in; undefined for what comes with Node. */
  readonly package?: string;
  readonly configurationFiles: RegExp;
  /** Tells it in a script of a package.json. */
  readonly mention: RegExp;
  /** Its options that say how code is loaded, and are taken from there. */
  readonly options: ReadonlySet<string>;
  settings(wanted: Wanted, place: Place): LaunchSettings | Promise<LaunchSettings>;
}

const RUNNERS: readonly JavaScriptRunner[] = [NODE_TEST, VITEST, JEST, MOCHA];

/** Who runs the tests of a file; undefined where nobody does that we know of, or who does is not installed. */
export function javascriptRunner(file: string, imported: Imported | undefined): Runner | undefined {
  const directories = directoriesAround(dirname(file));
  const runner = imported ? RUNNERS.find(({ module }) => module === imported.module) : usedIn(directories);
  if (!runner) return undefined;
  const home = homeOf(runner, directories);
  const program = runner.package === undefined ? file : programOf(runner.package, [home.path, dirname(file)]);
  if (program === undefined) return undefined;
  const { node, runner: options } = scriptOptions(
    scriptsOf(home, directories),
    runner.mention,
    runner.options,
  );
  const place: Place = { file, cwd: home.path, program, node, runner: options };
  return { name: runner.name, runs: () => true, settings: (wanted) => runner.settings(wanted, place) };
}

/** By what a directory shows that a runner is used there, the clearest sign first. */
const SIGNS: readonly ((runner: JavaScriptRunner, directory: Directory) => boolean)[] = [
  (runner, { names, manifest }) =>
    [...names].some((name) => runner.configurationFiles.test(name)) ||
    (manifest?.properties.has(runner.name) ?? false),
  ({ mention }, { manifest }) =>
    Object.values(manifest?.scripts ?? {}).some((script) => mention.test(script)),
  (runner, { manifest }) =>
    runner.package !== undefined && (manifest?.dependencies.has(runner.package) ?? false),
];

/** Whose functions are there for all tests: what the nearest directory shows. Those of Node never are. */
function usedIn(directories: readonly Directory[]): JavaScriptRunner | undefined {
  for (const directory of directories)
    for (const sign of SIGNS) {
      const runner = RUNNERS.find((it) => it.package !== undefined && sign(it, directory));
      if (runner) return runner;
    }
  return undefined;
}

/** Where the runner is started: where its settings are, or where it is named, or the package of the file. */
function homeOf(runner: JavaScriptRunner, directories: readonly Directory[]): Directory {
  const shown = SIGNS.map((sign) => directories.find((directory) => sign(runner, directory)));
  return (
    shown.find((it) => it !== undefined) ??
    directories.find(({ manifest }) => manifest) ??
    directories.at(-1)!
  );
}

/** The manifest with the scripts for tests: of the directory, or the nearest one. */
const scriptsOf = (home: Directory, directories: readonly Directory[]): Manifest | undefined =>
  home.manifest ?? directories.find(({ manifest }) => manifest)?.manifest;

/** The program of a package where it is installed for one of some directories. */
function programOf(name: string, directories: readonly string[]): string | undefined {
  for (const start of directories)
    for (const directory of upwards(start)) {
      const home = join(directory, 'node_modules', name);
      const manifest = readJson(join(home, 'package.json'));
      if (!isObject(manifest)) continue;
      const bin = isObject(manifest.bin) ? manifest.bin[name] : manifest.bin;
      const program = typeof bin === 'string' ? join(home, bin) : undefined;
      if (program !== undefined && existsSync(program)) return program;
    }
  return undefined;
}
