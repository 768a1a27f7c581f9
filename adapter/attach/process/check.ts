import { existsSync } from 'node:fs';
import { readlink } from 'node:fs/promises';
import { constants } from 'node:os';
import { errors } from '../../../protocol/errors.ts';
import { isNode } from '../../processes/node-processes.ts';
import { procStatus } from '../../processes/proc.ts';
import type { ProcessInfo } from '../../processes/process-info.ts';
import { findProcess } from '../../processes/processes.ts';
import { readCommand } from '../../processes/script.ts';

/** Under Node's permission model there is neither an inspector nor a handler for the signal, unless that is allowed. */
const PERMISSIONS = /^--(?:experimental-)?permission$/;

/**
 * Finds out whether a process can be asked to open its inspector, and harms nothing: the signal for that ends whatever is
 * not a Node. Throws the `attach.process*` error that says what is in the way.
 *
 * @param needed files that have to be where the process is
 */
export async function checkProcess(pid: number, needed: readonly string[]): Promise<ProcessInfo> {
  if (pid === process.pid) throw errors.processOwn(pid);
  checkSignal(pid);
  const info = await findProcess(pid);
  if (!info) throw errors.processUnknown(pid);
  if (!isNode(info)) throw errors.processNotNode(pid, info.executable || info.command[0] || 'something else');
  const { options } = readCommand(info.command);
  if (options.some((option) => PERMISSIONS.test(option)) && !options.includes('--allow-inspector'))
    throw errors.processForbids(pid);
  if (process.platform === 'linux') await checkLinux(pid, needed);
  return info;
}

/** Asks the system, with a signal that is none. */
export function checkSignal(pid: number): void {
  try {
    process.kill(pid, 0);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EPERM'
      ? errors.processForeign(pid)
      : errors.processUnknown(pid);
  }
}

async function checkLinux(pid: number, needed: readonly string[]): Promise<void> {
  const status = await checkPlace(pid, needed);
  const caught = BigInt(`0x${status.get('SigCgt') ?? '0'}`);
  if (((caught >> BigInt(constants.signals.SIGUSR1 - 1)) & 1n) === 0n) throw errors.processDeaf(pid);
}

/** Whether a process is where this one is, and goes on. Resolves with what Linux says of its state. */
export async function checkPlace(
  pid: number,
  needed: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const status = await procStatus(pid).catch(() => undefined);
  if (!status) throw errors.processUnknown(pid);
  const inner = status.get('NSpid')?.split(/\s+/).at(-1);
  const isElsewhere =
    (await differs(pid, 'net')) || needed.some((file) => !existsSync(`/proc/${pid}/root${file}`));
  if (isElsewhere) throw errors.processContained(pid, Number(inner ?? pid));
  if (/^[Tt]/.test(status.get('State') ?? '')) throw errors.processStopped(pid);
  return status;
}

/** Whether a process is in another namespace of the kind than this one. */
async function differs(pid: number, kind: string): Promise<boolean> {
  const [theirs, ours] = await Promise.all(
    [pid, 'self'].map((one) => readlink(`/proc/${one}/ns/${kind}`).catch(() => undefined)),
  );
  return theirs !== undefined && theirs !== ours;
}
