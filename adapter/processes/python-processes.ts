import { pythonName, readCommand } from '../launch/runtimes/python-words.ts';
import type { ProcessInfo } from './process-info.ts';

const LAUNCHER = /[\\/]debug_launcher\.py$/;

type Named = Pick<ProcessInfo, 'executable'>;

/** Whether an executable is surely Python, by its name. */
export const isPython = ({ executable }: Named): boolean => pythonName(executable)?.kind === 'python';

/** Whether it is surely one that lets a debugger in without having been started for one: 3.14, or later. */
export function letsIn(info: Named): boolean {
  const [major = 0, minor = 0] = (isPython(info) && pythonName(info.executable)?.version) || [];
  return major > 3 || (major === 3 && minor >= 14);
}

/** The words that a Python was started with, as far as they are the user's. */
export function pythonCommand(words: readonly string[]): readonly string[] {
  const launcher = words.findIndex((word) => LAUNCHER.test(word));
  if (launcher < 0) return words;
  return [...words.slice(0, launcher), ...words.slice(words.indexOf('--', launcher) + 1)];
}

/** The main module as it was named: a file, or what stands behind `-m`; undefined for code in the command line, and a prompt. */
export function pythonScript([, ...words]: readonly string[]): string | undefined {
  const { program, module } = readCommand(words)?.runs ?? {};
  return program ?? module;
}
