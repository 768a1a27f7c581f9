import { basename, resolve } from 'node:path';
import { errors } from '../../../protocol/errors.ts';
import { findProgram } from '../files.ts';
import { checkInProcess, NODE_LIMITS } from '../in-process-limits.ts';
import { findLauncher, findPythonFollower } from '../launcher-files.ts';
import { plainEnvironment, preloadEnvironment, pythonEnvironment } from '../node-options.ts';
import type { LaunchPlan } from '../plan.ts';
import { findRuntime, isAtLeast, nodeVersion, OLDEST_NODE } from '../runtime.ts';
import { typescriptOptions } from '../typescript.ts';
import type { RuntimeKind } from './runtime-kind.ts';

/** What Node is told: its options, the program, the program's arguments. */
const commandOf = ({ runtimeArgs, program, args }: LaunchPlan): readonly string[] => [
  ...runtimeArgs,
  ...(program ? [program.path] : []),
  ...args,
];

/** A command may come to Python: `pytest`, `poetry run`. One process alone is debugged where more are not wanted: that is Node's. */
const mayRunPython = ({ runtime, configuration }: LaunchPlan): boolean =>
  !runtime?.isNode && configuration.autoAttachChildProcesses && process.platform !== 'win32';

/** Node, and whatever starts it: the launcher is a preload, which finds its way through wrappers. */
export const NODE: RuntimeKind = {
  id: 'node',
  name: 'Node.js',
  inProcess: 'worker',

  isMeant: () => true,

  /** A runtime may know by itself what to run: `npm run start`, `node --test`. A worker runs a file. */
  namesProgram({ program, inProcess, runtimeExecutable, runtimeArgs }) {
    if (program !== undefined) return program.trim() !== '';
    return !inProcess && (Boolean(runtimeExecutable) || runtimeArgs.length > 0);
  },

  async find({ configuration, cwd, env }) {
    const { inProcess, runtimeExecutable, runtimeArgs } = configuration;
    if (inProcess) checkInProcess(configuration, NODE_LIMITS);
    const program = configuration.program === undefined ? undefined : findProgram(configuration.program, cwd);
    const runtime = inProcess ? undefined : findRuntime(runtimeExecutable, cwd, env);
    const options = [...runtimeArgs, env.NODE_OPTIONS ?? ''];
    const typescript = program ? await typescriptOptions({ file: program.file, options, runtime }) : [];
    return {
      program,
      runtime,
      runtimeArgs: [...runtimeArgs, ...typescript],
      name: program?.path ?? resolve(cwd, basename(runtime!.path)),
    };
  },

  transport: (wanted) => wanted,

  debugged(plan, { environment }, launcherDirectory) {
    const { bootstrap } = findLauncher(launcherDirectory);
    return {
      args: commandOf(plan),
      env: {
        ...preloadEnvironment(bootstrap, plan.env.NODE_OPTIONS),
        ...(mayRunPython(plan) &&
          pythonEnvironment(findPythonFollower(launcherDirectory), plan.env.PYTHONPATH)),
        ...environment,
      },
    };
  },

  plain(plan, told, launcherDirectory) {
    const { plain } = findLauncher(launcherDirectory);
    return { args: commandOf(plan), env: plainEnvironment(plain, plan, told) };
  },

  async explainEnd({ runtime, program }, { status, lastWords, opened }) {
    const version = runtime?.isNode ? await nodeVersion(runtime) : undefined;
    if (version && !isAtLeast(version, OLDEST_NODE))
      return errors.runtimeTooOld(runtime!.path, version, OLDEST_NODE);
    // A Node that we start has our launcher with it, or fails; what it starts for itself, or others do, is in their hands.
    return opened || (runtime?.isNode && program)
      ? errors.endedEarly(status, lastWords)
      : errors.neverConnected(status, lastWords);
  },
};
