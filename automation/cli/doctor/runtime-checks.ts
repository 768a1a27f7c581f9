import { existsSync } from 'node:fs';
import { mergeEnvironment } from '../../../adapter/launch/environment.ts';
import { findLauncher, findPythonLauncher } from '../../../adapter/launch/launcher-files.ts';
import { findRuntime, isAtLeast, nodeVersion, OLDEST_NODE } from '../../../adapter/launch/runtime.ts';
import { findPython } from '../../../adapter/launch/runtimes/find-python.ts';
import { newestFirst, pythonVersion, tooOld } from '../../../adapter/launch/runtimes/python-version.ts';
import { findExecutable } from '../../../adapter/launch/search-path.ts';
import { errors, TandemError } from '../../../protocol/errors.ts';
import { type Check, type Finding, note, ok, problem } from './check.ts';

/** Whatever runs Tandem, and whatever it runs. */
export const runtimeChecks: readonly Check[] = [
  { name: 'Node.js', look: async () => ageOf(`this is ${process.versions.node}`, process.versions.node) },
  { name: 'node for programs', look: nodeForPrograms },
  { name: 'Python for programs', look: pythonForPrograms },
  { name: 'tandem in PATH', look: tandemInPath },
  { name: 'parts of Tandem', look: launcherFiles },
  { name: 'NODE_OPTIONS', look: nodeOptions },
];

function ageOf(what: string, version: string): Finding {
  if (isAtLeast(version, OLDEST_NODE)) return ok(what);
  return problem(`${what}, which is too old`, `Install Node.js ${OLDEST_NODE} or newer.`);
}

async function nodeForPrograms(): Promise<Finding> {
  const runtime = findRuntime(undefined, process.cwd(), mergeEnvironment([process.env]));
  if (findExecutable('node', process.cwd(), process.env) === undefined)
    return note(`there is no "node" in PATH: ${runtime.path} is used`, 'Put Node.js in PATH.');
  const version = await nodeVersion(runtime);
  if (version === undefined)
    return problem(`${runtime.path} does not say its version`, 'Check that it is Node.js.');
  return ageOf(`${runtime.path} is ${version}`, version);
}

/** What "tandem debug app.py" would run here. That there is none keeps nobody from debugging JavaScript. */
async function pythonForPrograms(): Promise<Finding> {
  const [cwd, env] = [process.cwd(), mergeEnvironment([process.env])];
  let path: string;
  try {
    path = findPython({ asked: undefined, cwd, home: cwd, env });
  } catch (thrown) {
    const { code, message, hint } = TandemError.from(thrown);
    return code === errors.pythonNotFound([]).code ? note(message, hint) : problem(message, hint);
  }
  const version = await pythonVersion(path);
  if (version === undefined) return problem(`${path} does not say its version`, 'Check that it is Python.');
  const old = tooOld(path, version, cwd, env);
  if (old) return note(`${path} is ${version}, which is too old`, old.hint);
  const others = newestFirst(cwd, env).filter((other) => !version.startsWith(`${other}.`));
  return ok(`${path} is ${version}${others.length > 0 ? `; there are ${others.join(', ')} as well` : ''}`);
}

async function tandemInPath(): Promise<Finding> {
  const found = findExecutable('tandem', process.cwd(), process.env);
  if (found !== undefined) return ok(found);
  return note('"tandem" is not in PATH', `It can be run as it was now: node ${process.argv[1]}`);
}

/** An installation that lost some of its files fails in ways that nobody understands. */
async function launcherFiles(): Promise<Finding> {
  const parts = [...Object.values(findLauncher()), findPythonLauncher()];
  const missing = parts.filter((file: string) => !existsSync(file));
  if (missing.length === 0) return ok('all there');
  return problem(`missing: ${missing.join(', ')}`, 'Install Tandem again.');
}

const INSPECTS = /(?:^|\s)--inspect/;
const FORBIDS = /(?:^|\s)--(?:experimental-)?permission\b|(?:^|\s)--disable-sigusr1\b/;

async function nodeOptions(): Promise<Finding> {
  const { NODE_OPTIONS: options } = process.env;
  if (!options) return ok('not set');
  if (FORBIDS.test(options))
    return problem(
      `"${options}" keeps debuggers out of running programs`,
      'Unset it to use "tandem attach PID".',
    );
  if (INSPECTS.test(options))
    return note(`"${options}" opens an inspector in every program`, 'Tandem needs none: unset it.');
  return note(`"${options}" is passed on to every program`);
}
