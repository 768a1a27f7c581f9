import { readdir, readFile, readlink } from 'node:fs/promises';
import type { ProcessInfo } from './process-info.ts';

/** Linux counts time in these, for everybody who asks. Milliseconds. */
const TICK_MS = 10;

/** The processes that Linux shows in `/proc`. */
export async function procProcesses(): Promise<ProcessInfo[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map((pid) => procProcess(pid)));
  return found.filter((info) => info !== undefined);
}

/** Undefined when there is none, or it has ended and only waits for its parent to notice. */
export async function procProcess(pid: number): Promise<ProcessInfo | undefined> {
  const of = (name: string): string => `/proc/${pid}/${name}`;
  try {
    const [stat, status, command, executable, cwd] = await Promise.all([
      readFile(of('stat'), 'utf8'),
      procStatus(pid),
      readFile(of('cmdline'), 'utf8'),
      readlink(of('exe')).catch(() => ''),
      readlink(of('cwd')).catch(() => undefined),
    ]);
    // The second field is a name in parentheses, which may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (status.get('State')?.startsWith('Z') || Number(status.get('Tgid')) !== pid) return undefined;
    return {
      pid,
      parent: Number(fields[1]),
      user: Number(status.get('Uid')?.split('\t')[1]),
      executable: executable.replace(/ \(deleted\)$/, ''),
      command: command.replace(/\0+$/, '').split('\0'),
      cwd,
      started: (await bootTime()) + Number(fields[19]) * TICK_MS,
    };
  } catch {
    return undefined;
  }
}

/** What `/proc` says of the state of a process, by name. */
export async function procStatus(pid: number): Promise<ReadonlyMap<string, string>> {
  const lines = (await readFile(`/proc/${pid}/status`, 'utf8')).trim().split('\n');
  return new Map(lines.map((line) => [line.split(':')[0]!, line.slice(line.indexOf(':') + 1).trim()]));
}

let booted: Promise<number> | undefined;

/** When the system was started, in milliseconds since 1970. */
function bootTime(): Promise<number> {
  booted ??= readFile('/proc/stat', 'utf8').then((stat) => Number(/^btime (\d+)$/m.exec(stat)?.[1]) * 1000);
  return booted;
}
