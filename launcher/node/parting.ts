import { parentPort, type Worker } from 'node:worker_threads';
import { Control, raise, when } from './engine/control-block.ts';

/**
 * The end of a debugger thread whose program runs on. What the thread has said last, that its inspector session is over,
 * is dealt with in the program's thread, which reports back: to a thread that is being torn down at that very moment, and
 * then Node aborts the process. So the thread stays until the program's event loop has come around twice.
 */
const PARTING = { parting: true };

const isParting = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'parting' in message;

/** In the program's thread: lets the debugger thread end when that is safe. */
export function allowParting(control: Int32Array, thread: Worker): void {
  thread.on('message', (message) => {
    if (isParting(message)) setImmediate(() => setImmediate(() => raise(control, Control.parted)));
  });
  // With its first listener, it began to keep the program alive.
  thread.unref();
}

/** In the debugger thread, its inspector session closed: resolves when it may end. */
export async function part(control: Int32Array): Promise<void> {
  parentPort?.postMessage(PARTING);
  await when(control, Control.parted);
}
