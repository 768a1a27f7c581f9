import type { ProcessInfo } from './process-info.ts';

const PYTHON = /^python(?:(\d+)\.(\d+))?[\d.]*[dtw]*(?:\.exe)?$/i;
const LAUNCHER = /[\\/]debug_launcher\.py$/;

/** Options of Python whose value is the next word. */
const WITH_VALUE = new Set(['-W', '-X', '--check-hash-based-pycs']);

const nameOf = ({ executable }: Pick<ProcessInfo, 'executable'>): string => executable.split(/[\\/]/).at(-1)!;

/** Whether an executable is surely Python, by its name. */
export const isPython = (info: Pick<ProcessInfo, 'executable'>): boolean => PYTHON.test(nameOf(info));

/** Whether it is surely one that lets a debugger in without having been started for one: 3.14, or later. */
export function letsIn(info: Pick<ProcessInfo, 'executable'>): boolean {
  const [, major, minor] = PYTHON.exec(nameOf(info)) ?? [];
  return Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 14);
}

/** The words that a Python was started with, as far as they are the user's. */
export function pythonCommand(words: readonly string[]): readonly string[] {
  const launcher = words.findIndex((word) => LAUNCHER.test(word));
  if (launcher < 0) return words;
  return [...words.slice(0, launcher), ...words.slice(words.indexOf('--', launcher) + 1)];
}

/** The main module as it was named: a file, or what stands behind `-m`; undefined for code in the command line, and a prompt. */
export function pythonScript([, ...words]: readonly string[]): string | undefined {
  const first = words.findIndex((word, at) => !word.startsWith('-') && !WITH_VALUE.has(words[at - 1] ?? ''));
  const asked = words.findIndex((word) => /^-[A-Za-z]*[cm]$/.test(word));
  if (asked < 0 || (first >= 0 && first < asked)) return words[first];
  return words[asked]!.endsWith('m') ? words[asked + 1] : undefined;
}
