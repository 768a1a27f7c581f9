import { resolve } from 'node:path';
import { unknownSettings } from '../settings/unknown-settings.ts';
import { splitArguments } from './arguments.ts';
import { type LaunchConfiguration, parseConfiguration, settingNames } from './configuration.ts';
import { type Environment, mergeEnvironment, readEnvFile } from './environment.ts';
import { checkDirectory } from './files.ts';
import type { Found, RuntimeKind } from './runtimes/runtime-kind.ts';
import { runtimeKindOf } from './runtimes/runtimes.ts';

/** A launch that was checked as far as it can be without starting anything: every path is absolute and exists. */
export interface LaunchPlan extends Found {
  readonly configuration: LaunchConfiguration;
  readonly kind: RuntimeKind;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The program's environment, complete. */
  readonly env: Environment;
  /** What of it the configuration asked for, over the environment that is there anyway; null removes. */
  readonly envChanges: Readonly<Record<string, string | null>>;
  /** For the user's eyes; they do not keep the program from running. */
  readonly warnings: readonly string[];
}

/** Turns the client's launch arguments into a plan, or fails with the error that names what is wrong. */
export async function planLaunch(raw: object): Promise<LaunchPlan> {
  const configuration = parseConfiguration(raw);
  const kind = runtimeKindOf(configuration);
  const cwd = checkDirectory(configuration.cwd ?? process.cwd());
  const envChanges = readEnvironment(configuration, cwd);
  const environment = mergeEnvironment([process.env, envChanges]);
  const found = await kind.find({ configuration, cwd, env: environment });
  const needed = found.runtime?.environment;
  return {
    configuration,
    kind,
    ...found,
    args: typeof configuration.args === 'string' ? splitArguments(configuration.args) : configuration.args,
    cwd,
    env: needed ? mergeEnvironment([environment, needed]) : environment,
    envChanges: { ...envChanges, ...needed },
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
