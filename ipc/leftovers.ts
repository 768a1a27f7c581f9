import { lstat, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { basename, join } from 'node:path';
import { isAlive } from './is-alive.ts';
import { strangersAccess } from './private-directory.ts';

/** A directory for sockets, by the process that has made it, as `mkdtemp` completes the name. */
const OURS = /^tandem-([1-9]\d*)-\w{6}$/;

/** How the name of a directory of this process's begins. */
export const leftoverPrefix = (): string => `tandem-${process.pid}-`;

/** Removes, below `parent`, what processes of ours that were killed have left there: nobody else could. */
export async function sweepLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = OURS.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await removeLeftover(join(parent, name));
  }
}

/**
 * Removes a directory for sockets that nobody listens on any more. Asked of each socket, because a process that is not to
 * be seen from here, in another container, may share our temporary directory. Never rejects.
 */
export async function removeLeftover(directory: string): Promise<void> {
  if (!OURS.test(basename(directory))) return;
  try {
    const found = await lstat(directory);
    if (!found.isDirectory() || strangersAccess(found) !== undefined) return;
    for (const name of await readdir(directory)) if (await answers(join(directory, name))) return;
    await rm(directory, { recursive: true, force: true });
  } catch {
    // Somebody else was quicker.
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code !== 'ECONNREFUSED' && code !== 'ENOTSOCK' && code !== 'ENOENT');
    });
  });
}
