import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAtExit } from '../../../ipc/exit-cleanup.ts';
import { isAlive } from '../../../ipc/is-alive.ts';
import { errors } from '../../../protocol/errors.ts';
import { namesIn } from '../../util/disk.ts';

const PREFIX = 'tandem-agent-';
/** The agent whose directory it is. */
const OWNER = /^tandem-agent-(\d+)-/;

/** Containers may have a temporary directory that cannot be written to; memory that is shared they have nearly always. */
const homes = (): string[] => [tmpdir(), ...(process.platform === 'linux' ? ['/dev/shm'] : [])];

let made: string | undefined;

/**
 * A directory of this agent's own, 0700, made on first use and gone when the agent is, however it ends. Throws
 * `pipe.noDirectory` where none can be made.
 */
export function agentDirectory(): string {
  made ??= make();
  return made;
}

function make(): string {
  let refusal: unknown;
  for (const home of homes()) {
    try {
      const directory = mkdtempSync(join(home, `${PREFIX}${process.pid}-`));
      removeAtExit(directory);
      return directory;
    } catch (error) {
      refusal ??= error;
    }
  }
  throw errors.pipeNoDirectory((refusal as Error).message);
}

/** Removes what agents have left behind that were killed. What is not ours to remove stays. */
export function sweep(): void {
  for (const home of homes()) {
    for (const name of namesIn(home)) {
      const owner = OWNER.exec(name)?.[1];
      if (owner === undefined || isAlive(Number(owner))) continue;
      try {
        rmSync(join(home, name), { recursive: true, force: true });
      } catch {
        // Another user's.
      }
    }
  }
}
