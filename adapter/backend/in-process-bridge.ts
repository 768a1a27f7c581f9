import { WorkerEngine } from '../../launcher/node/engine/worker-engine.ts';
import type { EngineEvent } from '../../protocol/commands.ts';
import type { Peer } from './peer-backend.ts';

export interface BridgeOptions {
  /** The unique name of the program's worker: the only worker of this process that may be touched. */
  readonly title: string;
  /** The file of the program's main module. */
  readonly main: string;
  /** Shared with the preload of the worker, which holds the program until the engine lets it go. */
  readonly control: Int32Array;
  /** Called when the program has used up its memory and is about to run on: the worker has to be terminated first. */
  readonly outOfMemory: () => void;
  readonly onEvent: (event: EngineEvent) => void;
  /** Called at once, with whom to tell of the worker's end. */
  readonly onEngine: (engine: Pick<WorkerEngine, 'fallSilent' | 'letDie'>) => void;
  /** Aborted when nobody waits any more, for example because the worker died. */
  readonly signal: AbortSignal;
}

/** The way to the engine that runs in this very thread, for as long as its worker lives. */
export interface InProcessBridge extends Disposable {
  readonly peer: Peer;
}

/**
 * Brings the engine to a worker that is about to be started. Call it before the worker is made, so that it is seen
 * coming; resolves when the engine has hold of it.
 */
export async function bridgeToWorker({
  title,
  main,
  control,
  outOfMemory,
  onEvent,
  onEngine,
  signal,
}: BridgeOptions): Promise<InProcessBridge> {
  const worker = new WorkerEngine({ title, main, control, outOfMemory });
  // Node delivers what an inspector says by interrupting whatever JavaScript this thread is in the middle of. Nothing
  // of ours expects that: an event waits for the end of what it interrupted.
  worker.engine.onEvent((event) => queueMicrotask(() => onEvent(event)));
  onEngine(worker);
  try {
    await Promise.race([worker.attached, aborted(signal)]);
  } catch (error) {
    worker[Symbol.dispose]();
    throw error;
  }
  return { peer: worker.engine, [Symbol.dispose]: () => worker[Symbol.dispose]() };
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
