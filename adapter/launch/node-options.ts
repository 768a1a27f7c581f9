import { delimiter } from 'node:path';
import type { LaunchPlan } from './plan.ts';

/** `path` as one word of NODE_OPTIONS: Node knows double quotes there, and the backslash within them. */
const quote = (path: string): string => `"${path.replace(/["\\]/g, '\\$&')}"`;

/** The words of NODE_OPTIONS that load `preload` before the program. */
export const preloadOptions = (preload: string): string => `--require ${quote(preload)}`;

/**
 * The variables that make Node load `preload` before the program. The user's own NODE_OPTIONS stay in force behind it;
 * the preload is told which words it has to take away again.
 */
export function preloadEnvironment(preload: string, own: string | undefined): Record<string, string> {
  const options = preloadOptions(preload);
  return { NODE_OPTIONS: own ? `${options} ${own}` : options, TANDEM_PRELOAD: options };
}

/**
 * The variables that bring whatever Python a command starts to the debugger, by `directory`; the user's own PYTHONPATH
 * stays in force behind it.
 */
export const pythonEnvironment = (directory: string, own: string | undefined): Record<string, string> => ({
  PYTHONPATH: own ? `${directory}${delimiter}${own}` : directory,
  TANDEM_PYTHONPATH: directory,
});

/** Under Node's permission model a preload may be refused, and the program with it. */
const PERMISSIONS = /--(experimental-)?permission\b/;

/**
 * The same for a program that is not debugged, with what its preload is told besides. Such a program has to run as it
 * would alone: there is nothing where it might not.
 */
export function plainEnvironment(
  preload: string,
  { runtimeArgs, env }: Pick<LaunchPlan, 'runtimeArgs' | 'env'>,
  told: Readonly<Record<string, string>>,
): Record<string, string> {
  const options = [...runtimeArgs, env.NODE_OPTIONS ?? ''];
  if (options.some((option) => PERMISSIONS.test(option))) return {};
  return { ...preloadEnvironment(preload, env.NODE_OPTIONS), ...told };
}
