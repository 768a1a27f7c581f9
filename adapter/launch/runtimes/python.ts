import { accessSync, constants, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { errors } from '../../../protocol/errors.ts';
import type { LaunchConfiguration } from '../configuration.ts';
import type { ProgramFile } from '../files.ts';
import { checkInProcess, PYTHON_LIMITS } from '../in-process-limits.ts';
import { findPythonLauncher } from '../launcher-files.ts';
import type { LaunchPlan } from '../plan.ts';
import { findPython } from './find-python.ts';
import { PYTHON_CAPABILITIES } from './python-capabilities.ts';
import { isInterpreter, isPythonProgram } from './python-command.ts';
import { activation } from './python-environments.ts';
import { pythonVersion, tooOld } from './python-version.ts';
import type { RuntimeKind } from './runtime-kind.ts';

/** What the settings name as the interpreter, the first that is there. */
function askedFor(
  configuration: LaunchConfiguration,
): [setting: string, words: readonly string[]] | undefined {
  const { runtimeExecutable, python, pythonPath } = configuration;
  if (runtimeExecutable) return ['runtimeExecutable', [runtimeExecutable]];
  if (python) return ['python', typeof python === 'string' ? [python] : python];
  return pythonPath ? ['pythonPath', [pythonPath]] : undefined;
}

/** How many programs there are in a configuration. */
const named = ({ program, module, code }: LaunchConfiguration): number =>
  [program?.trim(), module?.trim(), code].filter((it) => it !== undefined && it !== '').length;

function findFile(program: string, cwd: string): ProgramFile {
  const path = resolve(cwd, program);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw errors.programNotFound(path);
  const main = join(path, '__main__.py');
  if (stats.isDirectory() && !statSync(main, { throwIfNoEntry: false })) throw errors.programHasNoMain(path);
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw errors.programUnreadable(path, (error as NodeJS.ErrnoException).code ?? String(error));
  }
  return { path, file: stats.isDirectory() ? main : path };
}

/** The program as the launcher, and Python itself, is told of it. */
export function pythonWords({ configuration, program, args }: LaunchPlan): readonly string[] {
  const { module, code } = configuration;
  if (module !== undefined) return ['-m', module, ...args];
  if (code !== undefined) return ['-c', typeof code === 'string' ? code : code.join('\n'), ...args];
  return [program!.path, ...args];
}

const command = (plan: LaunchPlan, own: readonly string[], launcherDirectory: string | undefined) => [
  ...plan.runtimeArgs,
  findPythonLauncher(launcherDirectory),
  ...own,
  '--',
  ...pythonWords(plan),
];

function checkPythonInProcess(configuration: LaunchConfiguration): void {
  if (process.platform === 'win32') throw errors.pythonInProcess();
  checkInProcess(configuration, PYTHON_LIMITS);
}

/** CPython: the launcher is the script that it is given, and runs the program in its stead. */
export const PYTHON: RuntimeKind = {
  id: 'python',
  name: 'Python',
  inProcess: 'pyodide',
  capabilities: PYTHON_CAPABILITIES,

  isMeant({ program, module, code, python, pythonPath, runtimeExecutable, cwd = '.' }) {
    if (module !== undefined || code !== undefined || python || pythonPath) return true;
    return (
      (program !== undefined && isPythonProgram(program, cwd)) ||
      Boolean(runtimeExecutable && isInterpreter(runtimeExecutable))
    );
  },

  namesProgram: (configuration) => named(configuration) > 0,

  async find({ configuration, cwd, env }) {
    const { inProcess, module, code, runtimeArgs, pythonArgs } = configuration;
    if (inProcess) checkPythonInProcess(configuration);
    if (named(configuration) > 1) throw errors.programAmbiguous();
    const program =
      module === undefined && code === undefined ? findFile(configuration.program!, cwd) : undefined;
    const name = program?.path ?? (module === undefined ? resolve(cwd, '-c') : resolve(cwd, module));
    if (inProcess) return { program, runtime: undefined, runtimeArgs: [], name };
    const [setting, [path, ...options]] = askedFor(configuration) ?? ['', []];
    const asked = path === undefined ? undefined : { setting, path };
    const home = program ? dirname(program.path) : cwd;
    const interpreter = findPython({ asked, cwd, home, env });
    return {
      program,
      runtime: {
        path: interpreter,
        // A terminal has a PATH of its own, which a whole new one would take away from the program.
        environment: configuration.console === 'internalConsole' ? activation(interpreter, env) : {},
        isNode: false,
      },
      runtimeArgs: [...options, ...runtimeArgs, ...pythonArgs],
      name,
    };
  },

  transport(wanted) {
    if (wanted.transport === 'auto' && process.platform === 'win32') return { ...wanted, transport: 'tcp' };
    if (!['auto', 'unix', 'tcp'].includes(wanted.transport)) throw errors.pythonTransport(wanted.transport);
    return wanted;
  },

  debugged: (plan, { launcherArgs, token }, launcherDirectory) => ({
    args: command(plan, launcherArgs, launcherDirectory),
    env: { TANDEM_TOKEN: token },
  }),

  plain: (plan, told, launcherDirectory) => ({
    args: command(plan, [], launcherDirectory),
    env: { ...told },
  }),

  async explainEnd({ runtime, cwd, env }, { status, lastWords }) {
    if (!runtime) return errors.pyodideNotLoaded(lastWords || status);
    const { path } = runtime;
    const version = await pythonVersion(path);
    const reason = version && tooOld(path, version, cwd, env);
    return reason || errors.pythonEndedEarly(path, status, lastWords);
  },
};
