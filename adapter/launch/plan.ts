import { basename, resolve } from 'node:path';
import { unknownSettings } from '../settings/unknown-settings.ts';
import { splitArguments } from './arguments.ts';
import { type LaunchConfiguration, parseConfiguration, settingNames } from './configuration.ts';
import { type Environment, mergeEnvironment, readEnvFile } from './environment.ts';
import { checkDirectory, findProgram, type ProgramFile } from './files.ts';
import { checkInProcess } from './in-process-limits.ts';
import { findRuntime, type Runtime } from './runtime.ts';
import { typescriptOptions } from './typescript.ts';

/** A launch that was checked as far as it can be without starting anything: every path is absolute and exists. */
export interface LaunchPlan {
  readonly configuration: LaunchConfiguration;
  /** Undefined where the runtime knows by itself what to run: `npm run start`. */
  readonly program: ProgramFile | undefined;
  /** What the program is called: its path, or one beside it for what has none. */
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The program's environment, complete. */
  readonly env: Environment;
  /** What of it the configuration asked for, over the environment that is there anyway; null removes. */
  readonly envChanges: Readonly<Record<string, string | null>>;
  /** Undefined for a program that runs in this process. */
  readonly runtime: Runtime | undefined;
  /** Options for Node, before the program. */
  readonly runtimeArgs: readonly string[];
  /** For the user's eyes; they do not keep the program from running. */
  readonly warnings: readonly string[];
}

/** Turns the client's launch arguments into a plan, or fails with the error that names what is wrong. */
export async function planLaunch(raw: object): Promise<LaunchPlan> {
  const configuration = parseConfiguration(raw);
  const { inProcess } = configuration;
  if (inProcess) checkInProcess(configuration);
  const cwd = checkDirectory(configuration.cwd ?? process.cwd());
  const envChanges = readEnvironment(configuration, cwd);
  const environment = mergeEnvironment([process.env, envChanges]);
  const program = configuration.program === undefined ? undefined : findProgram(configuration.program, cwd);
  const runtime = inProcess ? undefined : findRuntime(configuration.runtimeExecutable, cwd, environment);
  const env = runtime ? mergeEnvironment([environment, runtime.environment]) : environment;
  const options = [...configuration.runtimeArgs, env.NODE_OPTIONS ?? ''];
  const typescript = program ? await typescriptOptions({ file: program.file, options, runtime }) : [];
  return {
    configuration,
    program,
    name: program?.path ?? resolve(cwd, basename(runtime!.path)),
    args: typeof configuration.args === 'string' ? splitArguments(configuration.args) : configuration.args,
    cwd,
    env,
    envChanges: { ...envChanges, ...runtime?.environment },
    runtime,
    runtimeArgs: [...configuration.runtimeArgs, ...typescript],
    warnings: unknownSettings(raw, settingNames),
  };
}

/** What the configuration changes in the environment; null removes. */
export function readEnvironment(
  { env, envFile }: LaunchConfiguration,
  cwd: string,
): Record<string, string | null> {
  return { ...(envFile && readEnvFile(resolve(cwd, envFile))), ...env };
}

/** What the runtime is told: its options, the program, the program's arguments. */
export const commandOf = ({ runtimeArgs, program, args }: LaunchPlan): readonly string[] => [
  ...runtimeArgs,
  ...(program ? [program.path] : []),
  ...args,
];
