import { pythonName, readCommand } from '../launch/runtimes/python-words.ts';
import type { ProcessInfo } from './process-info.ts';

const LAUNCHER = /[\\/]debug_launcher\.py$/;

type Named = Pick<ProcessInfo, 'executable'>;

/** Whether an executable is surely Python, by its name. */
export const isPython = ({ executable }: Named): boolean => pythonName(executable)?.kind === 'python';

/** What the name of an executable says of its version: `3.14`, `3`, or nothing. */
export function namedVersion({ executable }: Named): string | undefined {
  const [major, minor] = pythonName(executable)?.version ?? [];
  return major === undefined ? undefined : [major, minor].filter((part) => part !== undefined).join('.');
}

/** Whether it is surely one that lets nobody in who it was not started for: older than 3.14. */
export function letsNobodyIn({ executable }: Named): boolean {
  const [major, minor] = pythonName(executable)?.version ?? [];
  if (major === undefined) return false;
  return major < 3 || (major === 3 && minor !== undefined && minor < 14);
}

/** The words that a Python was started with, as far as they are the user's. */
export function pythonCommand(words: readonly string[]): readonly string[] {
  const launcher = words.findIndex((word) => LAUNCHER.test(word));
  if (launcher < 0) return words;
  return [...words.slice(0, launcher), ...words.slice(words.indexOf('--', launcher) + 1)];
}

/**
 * The main module as it was named, a file, or what stands behind `-m`, and the words behind it; undefined for code in the
 * command line, and for a prompt.
 */
export function pythonMain([, ...words]: readonly string[]): {
  readonly script: string | undefined;
  readonly args: readonly string[];
} {
  const { program, module, args = [] } = readCommand(words)?.runs ?? {};
  return { script: program ?? module, args };
}
