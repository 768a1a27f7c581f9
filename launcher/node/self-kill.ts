import { constants } from 'node:os';

/** Not public: what `process.kill` comes down to. Returns an error number, 0 for none. */
interface ProcessInternals {
  _kill(pid: number, signal: number): number;
}

/** Signals that do not end a process which has no handler for them. */
const HARMLESS = new Set(
  [
    constants.signals.SIGCHLD,
    constants.signals.SIGCONT,
    constants.signals.SIGURG,
    constants.signals.SIGWINCH,
    constants.signals.SIGSTOP,
    constants.signals.SIGTSTP,
    constants.signals.SIGTTIN,
    constants.signals.SIGTTOU,
  ].filter((signal) => signal !== undefined),
);

/**
 * Calls `before` when the program is about to kill its own process with a signal that it does not handle. Returns its
 * undoing.
 */
export function beforeSelfKill(before: (signal: number) => void): () => void {
  const internals = process as unknown as ProcessInternals;
  const { _kill } = internals;
  if (typeof _kill !== 'function') return () => {};
  const watched: typeof _kill = (pid, signal) => {
    if (isOwn(pid) && signal > 0 && !HARMLESS.has(signal) && !isHandled(signal)) before(signal);
    return _kill.call(process, pid, signal);
  };
  internals._kill = watched;
  return () => {
    if (internals._kill === watched) internals._kill = _kill;
  };
}

const isOwn = (pid: number): boolean => pid === 0 || pid === -1 || Math.abs(pid) === process.pid;

function isHandled(number: number): boolean {
  const name = Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
  return name !== undefined && process.listenerCount(name) > 0;
}
