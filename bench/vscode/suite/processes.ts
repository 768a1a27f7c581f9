import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A process, as Linux tells of it. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly commandLine: string;
  readonly megabytes: number;
}

const PAGE_MB = 4096 / 1e6;

/** All processes that this one has started, and those that they have. */
export function descendants(of = process.pid): ProcessInfo[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => read(Number(pid)) ?? []);
  const below = (parent: number): ProcessInfo[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(of);
}

/** How long nobody may start a process, until it is taken for granted that nobody will, in milliseconds. */
const SETTLED_MS = 3000;

/** Resolves when what VS Code starts by itself has been started. */
export async function noNewProcesses(): Promise<void> {
  const newest = () => Math.max(0, ...descendants().map(({ pid }) => pid));
  for (let before = -1; before !== newest(); ) {
    before = newest();
    await delay(SETTLED_MS);
  }
}

/** Undefined of one that has ended meanwhile. */
function read(pid: number): ProcessInfo | undefined {
  try {
    const file = (name: string) => readFileSync(`/proc/${pid}/${name}`, 'utf8');
    // The name before them may hold spaces and parentheses.
    const [, parent] = file('stat')
      .slice(file('stat').lastIndexOf(')') + 2)
      .split(' ');
    const [, resident] = file('statm').split(' ');
    const commandLine = file('cmdline').split('\0').join(' ');
    return { pid, parent: Number(parent), commandLine, megabytes: Number(resident) * PAGE_MB };
  } catch {
    return undefined;
  }
}
