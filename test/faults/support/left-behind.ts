import { readdirSync, readFileSync } from 'node:fs';

/** What a process holds that a session which is over must not have left there. */
export interface Holdings {
  /** Bytes of JavaScript objects, after a collection. */
  readonly heap: number;
  readonly rss: number;
  readonly descriptors: number;
  readonly children: number;
  /** Names of files and directories. */
  readonly files: readonly string[];
  /** What keeps the event loop busy, by kind. */
  readonly resources: readonly string[];
  /** On `process`. */
  readonly listeners: number;
}

/** How long a timer may outlive its session, in milliseconds. */
const CALM_LIMIT_MS = 2000;

export async function holdings(directories: readonly string[]): Promise<Holdings> {
  // Output that nobody takes any more is waiting for its next batch.
  const calm = performance.now() + CALM_LIMIT_MS;
  while (process.getActiveResourcesInfo().includes('Timeout') && performance.now() < calm) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  // What was closed is released in the turns that follow, what is unreachable in a collection.
  for (let turn = 0; turn < 10; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc?.();
  }
  const { heapUsed: heap, rss } = process.memoryUsage();
  return {
    heap,
    rss,
    descriptors: count('/proc/self/fd'),
    children: childrenOf(process.pid).length,
    files: directories.flatMap(filesIn),
    resources: process.getActiveResourcesInfo().sort(),
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
  };
}

/** Names of what is in a runtime directory, but for the place where programs meet, which stays. */
export const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'tandem');

/** Processes whose parent this is, also those that have ended and were not reaped. Empty where the system does not say. */
function childrenOf(pid: number): number[] {
  return processes().filter((child) => field(child) === pid);
}

/** Processes that run with this text in their command line. */
export function processesWith(text: string): number[] {
  return processes().filter((pid) => read(`/proc/${pid}/cmdline`).includes(text));
}

export const threadsOf = (pid: number): number => count(`/proc/${pid}/task`);

function processes(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Boolean);
  } catch {
    return [];
  }
}

/** The parent: the second field behind the name, which may contain anything. */
function field(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function count(directory: string): number {
  try {
    return readdirSync(directory).length;
  } catch {
    return 0;
  }
}
