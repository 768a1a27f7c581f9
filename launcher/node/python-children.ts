import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * What brings the Python that a program starts to the debugger, as a directory for PYTHONPATH; undefined where it is not
 * there (a launcher that was copied without it), or the system has no way to begin a process anew.
 */
export function pythonFollower(): string | undefined {
  const directory = path.join(__dirname, '../python/follow');
  return process.platform !== 'win32' && existsSync(directory) ? directory : undefined;
}
