import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { basename, extname, isAbsolute, join, resolve } from 'node:path';
import { errors } from '../../../protocol/errors.ts';
import { splitArguments } from '../arguments.ts';
import type { LaunchConfiguration } from '../configuration.ts';
import { mergeEnvironment } from '../environment.ts';
import { inPath } from './pyenv.ts';
import { isFile } from './python-environments.ts';
import { pythonName, readCommand, SOURCES } from './python-words.ts';

/** Tools that start Python in the environment of a project. */
const RUNNERS = /^(uv|poetry|pipenv|hatch|pdm|rye)(\.exe)?$/i;

export const isInterpreter = (executable: string): boolean => pythonName(executable) !== undefined;

/** Whether the path of a program says that it is Python's: by its name, its first line, or as a package does. */
export function isPythonProgram(program: string, cwd: string): boolean {
  if (SOURCES.test(program)) return true;
  if (extname(program) !== '') return false;
  const path = resolve(cwd, program);
  return interpreterOf(path) !== undefined || existsSync(join(path, '__main__.py'));
}

const LONGEST_BEGINNING = 512;

function beginningOf(path: string): string {
  if (!isFile(path)) return '';
  const buffer = Buffer.alloc(LONGEST_BEGINNING);
  try {
    const file = openSync(path, 'r');
    try {
      return buffer.toString('utf8', 0, readSync(file, buffer));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}

/** The interpreter that a script names in its first line; pip writes a path that is too long for it into the second. */
export function interpreterOf(script: string): string | undefined {
  const [first = '', second = ''] = beginningOf(script).split('\n');
  if (!first.startsWith('#!')) return undefined;
  const long = /^'''exec' "?(.+?)"? "\$0"/.exec(second)?.[1];
  const words = first.slice(2).trim().split(/\s+/);
  return [long, words[0], words.at(-1)].find((word) => word !== undefined && isInterpreter(word));
}

/** The Python script that a command such as `pytest` is. */
function scriptOf(command: string, { cwd = '.', env }: LaunchConfiguration): string | undefined {
  const environment = mergeEnvironment([process.env, env]);
  const script = inPath(command, cwd, environment);
  return script !== undefined && interpreterOf(script) !== undefined ? script : undefined;
}

/** A script runs in the interpreter that it names by its path, as it would by itself. */
function withOwnInterpreter(configuration: LaunchConfiguration, script: string): LaunchConfiguration {
  const { python, pythonPath, inProcess } = configuration;
  const isSaid = python || pythonPath || inProcess || extname(script) !== '';
  const own = isSaid ? undefined : interpreterOf(script);
  return own !== undefined && isAbsolute(own) ? { ...configuration, python: own } : configuration;
}

/** What a command line of an interpreter comes to. */
function ofInterpreter(configuration: LaunchConfiguration, words: readonly string[]): LaunchConfiguration {
  const told = readCommand(words);
  if (told === undefined) return configuration;
  const runtimeArgs = [...configuration.pythonArgs, ...told.options];
  return { ...configuration, runtimeArgs, pythonArgs: [], ...told.runs };
}

/**
 * A configuration whose `runtimeExecutable` is a command line of Python's (`python -m pytest`), or begins with a script of
 * Python's (`pytest`), in the settings for what it runs. Throws `launch.pythonRunner` for what would start Python by itself.
 */
export function inSettings(configuration: LaunchConfiguration): LaunchConfiguration {
  const { runtimeExecutable: command, program, module, code, runtimeArgs, args, cwd = '.' } = configuration;
  if (program !== undefined && !command) return withOwnInterpreter(configuration, resolve(cwd, program));
  if (!command || program !== undefined || module !== undefined || code !== undefined) return configuration;
  const words = [...runtimeArgs, ...(typeof args === 'string' ? splitArguments(args) : args)];
  if (RUNNERS.test(basename(command)) && words[0] === 'run') throw errors.pythonRunner(basename(command));
  if (isInterpreter(command)) return ofInterpreter(configuration, words);
  const script = scriptOf(command, configuration);
  if (script === undefined) return configuration;
  const runs = { runtimeExecutable: undefined, program: script, args: words, runtimeArgs: [] };
  return withOwnInterpreter({ ...configuration, ...runs }, script);
}
