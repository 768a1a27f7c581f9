/** Requests of the Debug Adapter Protocol that let a thread go on which stands. */
const MOVES: ReadonlySet<string> = new Set(['continue', 'next', 'stepIn', 'stepOut', 'restartFrame']);

/** Those that change neither the program nor what is set. `evaluate` is none: it runs code. */
const LOOKS: ReadonlySet<string> = new Set([
  'threads',
  'stackTrace',
  'scopes',
  'variables',
  'source',
  'loadedSources',
  'exceptionInfo',
  'breakpointLocations',
  'stepInTargets',
  'locations',
  'readMemory',
  'tandem.breakpointStory',
  'tandem.ride',
]);

export const isMove = (command: string): boolean => MOVES.has(command);
export const isLook = (command: string): boolean => LOOKS.has(command);
