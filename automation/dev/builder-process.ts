import type { ProcessInfo } from '../../adapter/processes/process-info.ts';
import { findProcess, listProcesses } from '../../adapter/processes/processes.ts';

/** The process of esbuild's that builds for a dev adapter. */
export interface BuilderProcess {
  readonly pid: number;
  /** In milliseconds since 1970: an id alone may be anybody's by now. */
  readonly started: number;
}

/** By how much the system may be wrong about when a process was started, in milliseconds. */
const START_TOLERANCE_MS = 2000;

/** What esbuild is told when it is to serve another process. */
const isBuilder = ({ command }: ProcessInfo): boolean =>
  command.some((word) => word.startsWith('--service='));

/** The one that this process has started. */
export async function ownBuilder(): Promise<BuilderProcess | undefined> {
  const found = (await listProcesses()).find((info) => info.parent === process.pid && isBuilder(info));
  return found && { pid: found.pid, started: found.started };
}

/** Ends the one of a dev adapter that was killed. It ends by itself, but for one that was just asking its parent something. */
export async function endBuilder({ pid, started }: BuilderProcess): Promise<void> {
  const found = await findProcess(pid);
  if (!found || !isBuilder(found) || Math.abs(found.started - started) > START_TOLERANCE_MS) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
