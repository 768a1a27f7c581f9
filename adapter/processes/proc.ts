import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { ProcessInfo } from './process-info.ts';

/** Linux counts time in these, for everybody who asks. Milliseconds. */
const TICK_MS = 10;

/** How many are read in one go: some milliseconds. */
const GO = 100;

/**
 * The processes that Linux shows in `/proc`. Its files are read synchronously: they are in memory, and handing each to another
 * thread would take ten times as long.
 */
export async function procProcesses(): Promise<ProcessInfo[]> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found: ProcessInfo[] = [];
  for (const [index, pid] of pids.entries()) {
    const info = readProcess(Number(pid));
    if (info) found.push(info);
    if (index % GO === GO - 1) await setImmediate();
  }
  return found;
}

/** Undefined when there is none, or it has ended and only waits for its parent to notice, or it is a thread of one. */
export async function procProcess(pid: number): Promise<ProcessInfo | undefined> {
  const status = await procStatus(pid).catch(() => undefined);
  return Number(status?.get('Tgid')) === pid ? readProcess(pid) : undefined;
}

function readProcess(pid: number): ProcessInfo | undefined {
  const directory = `/proc/${pid}`;
  try {
    const stat = readFileSync(`${directory}/stat`, 'utf8');
    // The second field is a name in parentheses, which may hold anything.
    const [state, parent, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return undefined;
    return {
      pid,
      parent: Number(parent),
      user: statSync(directory).uid,
      executable: linkAt(`${directory}/exe`)?.replace(/ \(deleted\)$/, '') ?? '',
      command: readFileSync(`${directory}/cmdline`, 'utf8').replace(/\0+$/, '').split('\0'),
      cwd: linkAt(`${directory}/cwd`),
      started: bootTime() + Number(fields[17]) * TICK_MS,
    };
  } catch {
    // It has ended.
    return undefined;
  }
}

/** Undefined where that is not ours to know. */
function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** What `/proc` says of the state of a process, by name. */
export async function procStatus(pid: number): Promise<ReadonlyMap<string, string>> {
  const lines = (await readFile(`/proc/${pid}/status`, 'utf8')).trim().split('\n');
  return new Map(lines.map((line) => [line.split(':')[0]!, line.slice(line.indexOf(':') + 1).trim()]));
}

let booted: number | undefined;

/** When the system was started, in milliseconds since 1970. */
function bootTime(): number {
  booted ??= Number(/^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]) * 1000;
  return booted;
}
