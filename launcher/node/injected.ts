import inspector from 'node:inspector';
import { Worker } from 'node:worker_threads';
import { Control, newControlBlock, raise } from './engine/control-block.ts';
import type { Injection } from './engine/injection.ts';
import { watchExit } from './exit-watch.ts';
import { allowParting } from './parting.ts';
import { type Foothold, type JoiningSetup, THREAD_NAME } from './thread-setup.ts';

/** How long the answer to a failed injection may take to pass the port, in milliseconds. */
const ANSWER_MS = 100;

/**
 * Starts the debugger thread in a program that runs: the text of this file is evaluated in its main thread. Resolves when
 * the thread has reached its adapter, and rejects with the reason when that failed; then nothing of us is left. The
 * thread may be at work long before a busy program gets around to settling it.
 */
export function inject({ launcherArgs, token, thread: file, key, closesPort }: Injection): Promise<void> {
  const control = newControlBlock();
  // It runs: nothing of its start is to be waited for.
  for (const passed of [Control.released, Control.held, Control.firstTurn]) raise(control, passed);
  const main = process.mainModule?.filename ?? process.argv[1];
  const setup: JoiningSetup = { control, launcherArgs, token, main, foothold: key };
  let leave = (): void => {};
  const foothold: Foothold = { closePort: () => closesPort && inspector.close(), leave: () => leave() };
  Object.defineProperty(globalThis, key, { configurable: true, value: foothold });
  return new Promise((resolve, reject) => {
    const fail = (reason: unknown): void => {
      delete (globalThis as Record<string, unknown>)[key];
      leave();
      reject(reason);
      // Behind the answer, which goes by way of the port.
      if (closesPort) setTimeout(() => inspector.close(), ANSWER_MS);
    };
    try {
      // Neither the program's own preloads nor its environment are any business of the debugger's.
      const thread = new Worker(file, {
        name: THREAD_NAME,
        workerData: setup,
        execArgv: [],
        env: {},
        // Otherwise the program's streams would be opened for it.
        stdout: true,
        stderr: true,
      });
      leave = watchExit(control, thread);
      thread.on('message', (message: { readonly joined?: true; readonly failed?: string }) => {
        if (message.joined) resolve();
        if (message.failed !== undefined) fail(new Error(message.failed));
      });
      thread.on('error', fail);
      allowParting(control, thread);
    } catch (error) {
      fail(error);
    }
  });
}
