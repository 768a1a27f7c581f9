import { readFileSync, readlinkSync } from 'node:fs';

/** So many wrappers (npm, a shell, a script) may stand between the adapter and the program. */
const MAX_WRAPPERS = 16;

/**
 * Which of the standard streams (1, 2) lead to the adapter: those of the process that it started itself do, and those
 * of a process further down that has them still. Nothing but bytes of the program's may go anywhere else. Where that
 * cannot be found out (not on Linux), they count as somebody else's.
 */
export function adaptersStreams(adapter: number): readonly number[] {
  if (process.ppid === adapter) return [1, 2];
  try {
    const started = startedBy(adapter);
    if (started === undefined) return [];
    return [1, 2].filter((fd) => target('self', fd) === target(started, fd));
  } catch {
    return [];
  }
}

/** The ancestor of this process that the adapter has started. */
function startedBy(adapter: number): number | undefined {
  let pid = process.ppid;
  for (let level = 0; level < MAX_WRAPPERS && pid > 1; level += 1) {
    const parent = parentOf(pid);
    if (parent === adapter) return pid;
    pid = parent;
  }
  return undefined;
}

/** The fourth field; the second is a name in parentheses that may contain anything. */
function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

const target = (pid: number | 'self', fd: number): string => readlinkSync(`/proc/${pid}/fd/${fd}`);
