import { readFile } from 'node:fs/promises';
import { isAlive } from '../../../ipc/is-alive.ts';
import { timeLimit } from '../../../ipc/time-limit.ts';
import { errors } from '../../../protocol/errors.ts';
import type { Address } from '../../inspector/address.ts';
import { InspectorSocket } from '../../inspector/inspector-socket.ts';
import { askPort } from '../../inspector/port-answer.ts';
import { holderOf, isPortHeld, listeningPorts } from '../../processes/listening-ports.ts';
import { procStatus } from '../../processes/proc.ts';
import type { ProcessInfo } from '../../processes/process-info.ts';
import { findProcess } from '../../processes/processes.ts';
import { inspectorAddress } from './inspector-address.ts';
import { InspectorCalls } from './inspector-calls.ts';
import { closeLater, takeBack } from './late-ports.ts';

export interface OpenInspector {
  readonly calls: InspectorCalls;
  /** It was not we who opened it. */
  readonly wasOpen: boolean;
  /** Of Node, without the leading v. */
  readonly version: string;
}

/** How long to wait between two looks at what a process has open, in milliseconds: at first, and at last. */
const LOOKS_MS = [4, 100] as const;

/**
 * Connects to the inspector of a process that may be asked for it, and has it opened where it is closed. Throws the
 * `attach.process*` error that says what has kept it from that; what it opens when it is too late is closed again.
 */
export async function openInspector(
  info: ProcessInfo,
  limitMs: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<OpenInspector> {
  // `AbortSignal.any` may lose a time limit that nobody else holds on to.
  const limit = new AbortController();
  const giveUp = (): void => limit.abort(signal.reason);
  const timer = timeLimit(limitMs, giveUp);
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  try {
    return await open(info, limitMs, limit.signal);
  } finally {
    timer[Symbol.dispose]();
    signal.removeEventListener('abort', giveUp);
  }
}

async function open(info: ProcessInfo, limitMs: number, limit: AbortSignal): Promise<OpenInspector> {
  const { pid } = info;
  const address = await inspectorAddress(info);
  const isOwed = takeBack(pid);
  const place = { pid, address, others: isOwed || address.isOpen ? NOTHING : await portsOf(pid) };
  const former = await findInspector(place, limit);
  if (former) return { ...former, wasOpen: !isOwed };
  await freePort(pid, address, limit, limitMs);
  askForInspector(pid);
  try {
    const opened = await waitForInspector(place, limit);
    if (opened) return { ...opened, wasOpen: false };
  } catch (error) {
    if (!limit.aborted) throw error;
  }
  if (!isAlive(pid)) throw errors.processUnknown(pid);
  closeLater(pid, () => findInspector(place, AbortSignal.timeout(limitMs)));
  throw await explainSilence(info, limitMs / 1000);
}

type Found = Omit<OpenInspector, 'wasOpen'>;

/** Where the inspector of a process may be. */
interface Place {
  readonly pid: number;
  readonly address: Address;
  /** Ports at which the process listens for something else. */
  readonly others: ReadonlySet<number>;
}

const NOTHING: ReadonlySet<number> = new Set();

const portsOf = async (pid: number): Promise<ReadonlySet<number>> =>
  new Set((await listeningPorts(pid))?.map(({ port }) => port));

/** The inspector of a process, among all that listens where it could be. */
async function findInspector(place: Place, limit: AbortSignal): Promise<Found | undefined> {
  const asked = (await candidates(place)).map(async (candidate) => {
    const found = await connectTo(candidate, place.pid, limit);
    if (!found) throw new Error('it is not there');
    return found;
  });
  return Promise.any(asked).catch(() => undefined);
}

/** A process's own sockets, where the system tells of them: whoever else listens there must not be told any secret. */
async function candidates({ pid, address, others }: Place): Promise<readonly Address[]> {
  const own = await listeningPorts(pid);
  if (own === undefined) return [address];
  return own.filter(({ port }) => (address.port === 0 ? !others.has(port) : port === address.port));
}

/** Undefined when what listens there is no inspector, or another process's. */
async function connectTo(address: Address, pid: number, limit: AbortSignal): Promise<Found | undefined> {
  const answer = await askPort(address, limit);
  if (answer.kind !== 'inspector') return undefined;
  const [target] = answer.targets;
  if (!target) return undefined;
  const socket = await InspectorSocket.open(address, target.path, false, limit).catch(() => undefined);
  if (!socket) return undefined;
  const calls = new InspectorCalls(socket);
  const asked = calls.evaluate('[process.pid, process.versions.node]') as Promise<[number, string]>;
  try {
    const [own, version] = await within(asked, limit);
    if (own === pid) return { calls, version };
  } catch {
    // It does not answer, or has gone.
  }
  calls.close();
  return undefined;
}

function within<T>(work: Promise<T>, limit: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(limit.reason);
    limit.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => limit.removeEventListener('abort', abort));
  });
}

/** Waits for the port to be free: Node gives up at once where it is not, and another attach holds it but for a moment. */
async function freePort(pid: number, { port }: Address, limit: AbortSignal, limitMs: number): Promise<void> {
  const patience = performance.now() + limitMs / 3;
  while (await isPortHeld(port)) {
    if (performance.now() > patience || limit.aborted) {
      const holder = await holderOf(port);
      throw errors.processPortHeld(pid, port, holder === undefined ? 'another process' : `process ${holder}`);
    }
    await pause(LOOKS_MS[1]);
  }
}

interface ProcessInternals {
  /** Not public: what there is in place of a signal on Windows. */
  _debugProcess(pid: number): void;
}

function askForInspector(pid: number): void {
  try {
    if (process.platform === 'win32') (process as unknown as ProcessInternals)._debugProcess(pid);
    else process.kill(pid, 'SIGUSR1');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EPERM') throw errors.processForeign(pid);
    if (code === 'ESRCH') throw errors.processUnknown(pid);
    throw errors.processRefuses(pid, message);
  }
}

async function waitForInspector(place: Place, limit: AbortSignal): Promise<Found | undefined> {
  let wait: number = LOOKS_MS[0];
  while (!limit.aborted && isAlive(place.pid)) {
    const found = await findInspector(place, limit);
    if (found) return found;
    await pause(wait);
    wait = Math.min(wait * 1.5, LOOKS_MS[1]);
  }
  return undefined;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A process that waits for events, and has nobody to wait for, has taken the signal and done something else with it. */
async function explainSilence(info: ProcessInfo, seconds: number) {
  const { pid } = info;
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
  const [waitsFor, children, status, again] = await Promise.all([
    read('wchan'),
    read(`task/${pid}/children`),
    procStatus(pid).catch(() => new Map<string, string>()),
    findProcess(pid),
  ]);
  if (!again) return errors.processUnknown(pid);
  if (/^[Tt]/.test(status.get('State') ?? '')) return errors.processStopped(pid);
  const isIdle = waitsFor.includes('poll') && children.trim() === '';
  return isIdle ? errors.processHandlesSignal(pid) : errors.processSilent(pid, seconds);
}
