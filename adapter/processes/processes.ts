import { cimProcesses } from './cim.ts';
import { procProcess, procProcesses } from './proc.ts';
import type { ProcessInfo } from './process-info.ts';
import { psProcesses } from './ps.ts';

const LISTS: Readonly<Partial<Record<NodeJS.Platform, () => Promise<ProcessInfo[]>>>> = {
  linux: procProcesses,
  win32: cimProcesses,
};

/** All processes of this machine that the system shows to us. */
export const listProcesses: () => Promise<ProcessInfo[]> = LISTS[process.platform] ?? psProcesses;

/** One of them; undefined when there is none. */
export async function findProcess(pid: number): Promise<ProcessInfo | undefined> {
  if (process.platform === 'linux') return procProcess(pid);
  return (await listProcesses()).find((info) => info.pid === pid);
}
