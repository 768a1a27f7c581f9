import { readFileSync } from 'node:fs';
import { isAlive } from '../is-alive.ts';

/**
 * Tells from now on whether a process has ended, as far as that can be seen from here: of one that cannot be seen now,
 * because it is on another machine or in a container, it never says so.
 */
export function watchProcess(pid: number): () => boolean {
  return isRunning(pid) ? () => !isRunning(pid) : () => false;
}

function isRunning(pid: number): boolean {
  return isAlive(pid) && (process.platform !== 'linux' || !isZombie(pid));
}

/** Whether it has ended, and its parent has not noticed yet: that may be stopped in a debugger. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name before it is in parentheses, and may have some itself.
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
