import type { Configuration } from './kept-configuration.ts';

/** Where a program runs: in the editor's own process, in one that was started for it, or in one that was there. */
export type Mode = 'in-process' | 'external' | 'attached';

/** A process that the program of another session has started rides as that one does: in a process. */
export function modeOf({ request, inProcess }: Configuration, isChild: boolean): Mode {
  if (isChild) return 'external';
  if (request === 'attach') return 'attached';
  return inProcess === true ? 'in-process' : 'external';
}
