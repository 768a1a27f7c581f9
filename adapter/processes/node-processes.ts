import type { ProcessInfo } from './process-info.ts';

const NODE = /^node(?:js)?[\d.]*(?:\.exe)?$/i;

/** Whether an executable is surely Node, by its name: only that may be signalled. */
export const isNode = ({ executable }: Pick<ProcessInfo, 'executable'>): boolean =>
  NODE.test(executable.split(/[\\/]/).at(-1)!);
