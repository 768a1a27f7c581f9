import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { errors } from '../../../protocol/errors.ts';
import type { LaunchConfiguration } from '../configuration.ts';
import type { ProgramFile } from '../files.ts';
import { findPythonLauncher } from '../launcher-files.ts';
import type { LaunchPlan } from '../plan.ts';
import { isAtLeast } from '../runtime.ts';
import { findPython } from './find-python.ts';
import { PYTHON_CAPABILITIES } from './python-capabilities.ts';
import type { RuntimeKind } from './runtime-kind.ts';

/** The oldest CPython whose programs are debugged: the oldest that is tested. */
const OLDEST_PYTHON = '3.9.0';
const VERSION_LIMIT_MS = 5000;
const SOURCES = /\.(py|pyw|pyz)$/i;
const INTERPRETERS = /^(python|pypy)[\d.]*w?(\.exe)?$/i;

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
function words({ configuration, program, args }: LaunchPlan): readonly string[] {
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
  ...words(plan),
];

function versionOf(path: string): Promise<string | undefined> {
  const asked = ['-c', 'import sys; sys.stdout.write("%d.%d.%d" % sys.version_info[:3])'];
  return new Promise((done) => {
    execFile(path, asked, { timeout: VERSION_LIMIT_MS, windowsHide: true }, (_error, stdout) =>
      done(/^\d+\.\d+\.\d+$/.exec(String(stdout))?.[0]),
    );
  });
}

/** CPython: the launcher is the script that it is given, and runs the program in its stead. */
export const PYTHON: RuntimeKind = {
  name: 'Python',
  capabilities: PYTHON_CAPABILITIES,
  framesOutput: true,

  isMeant({ program, module, code, python, pythonPath, runtimeExecutable }) {
    if (module !== undefined || code !== undefined || python || pythonPath) return true;
    return (
      (program !== undefined && SOURCES.test(program)) ||
      Boolean(runtimeExecutable && INTERPRETERS.test(basename(runtimeExecutable)))
    );
  },

  namesProgram: (configuration) => named(configuration) > 0,

  async find({ configuration, cwd, env }) {
    const { inProcess, module, code, runtimeArgs, pythonArgs } = configuration;
    if (inProcess) throw errors.pythonInProcess();
    if (named(configuration) > 1) throw errors.programAmbiguous();
    const program =
      module === undefined && code === undefined ? findFile(configuration.program!, cwd) : undefined;
    const [setting, [path, ...options]] = askedFor(configuration) ?? ['', []];
    const asked = path === undefined ? undefined : { setting, path };
    return {
      program,
      runtime: findPython({ asked, cwd, home: program ? dirname(program.path) : cwd, env }),
      runtimeArgs: [...options, ...runtimeArgs, ...pythonArgs],
      name: program?.path ?? (module === undefined ? resolve(cwd, '-c') : resolve(cwd, module)),
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

  async explainEnd({ runtime }, { status, lastWords }) {
    const version = await versionOf(runtime!.path);
    if (version && !isAtLeast(version, OLDEST_PYTHON))
      return errors.pythonTooOld(runtime!.path, version, OLDEST_PYTHON);
    return errors.pythonEndedEarly(runtime!.path, status, lastWords);
  },
};
