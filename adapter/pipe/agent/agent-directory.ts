import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAtExit } from '../../../ipc/exit-cleanup.ts';

const PREFIX = 'tandem-agent-';
/** The agent whose directory it is. */
const OWNER = /^tandem-agent-(\d+)-/;

let made: string | undefined;

/** A directory of this agent's own, 0700, made on first use and gone when the agent is, however it ends. */
export function agentDirectory(): string {
  made ??= make();
  return made;
}

function make(): string {
  const directory = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  removeAtExit(directory);
  return directory;
}

/** Removes what agents have left behind that were killed. What is not ours to remove stays. */
export function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = OWNER.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
