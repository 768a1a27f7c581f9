import type { ProcessInfo } from './process-info.ts';

const PYTHON = /^python[\d.]*[dtw]*(?:\.exe)?$/i;

/** Whether an executable is surely Python, by its name. */
export const isPython = ({ executable }: Pick<ProcessInfo, 'executable'>): boolean =>
  PYTHON.test(executable.split(/[\\/]/).at(-1)!);
