import inspector from 'node:inspector';
import { Worker } from 'node:worker_threads';
import { newControlBlock } from './engine/control-block.ts';
import { watchExit } from './exit-watch.ts';
import { allowParting } from './parting.ts';
import { THREAD_NAME, type ThreadSetup } from './thread-setup.ts';

/** What is to happen in a program that runs. */
export interface Injection {
  readonly launcherArgs: readonly string[];
  readonly token: string;
  /** The file of the debugger thread. */
  readonly thread: string;
  /** A name that is free in the program: it stands for our {@link Foothold} until the debugger thread has taken that. */
  readonly key: string;
  /** The inspector's port was opened for this, and is closed as soon as the debugger thread is there. */
  readonly closesPort: boolean;
}

/** What the debugger thread needs to undo in the program's thread, in the end. */
export interface Foothold {
  closePort(): void;
  leave(): void;
}

/**
 * Starts the debugger thread in a program that runs: the text of this file is evaluated in its main thread. Resolves with
 * the process's id when the thread has reached its adapter, and rejects with the reason when that failed; then nothing of
 * us is left. The thread may be at work long before a busy program gets around to settling it.
 */
export function inject({ launcherArgs, token, thread: file, key, closesPort }: Injection): Promise<number> {
  const control = newControlBlock();
  const main = process.mainModule?.filename ?? process.argv[1];
  const setup: ThreadSetup = {
    control,
    launcherArgs,
    token,
    main,
    reportExit: true,
    parent: undefined,
    apart: false,
    killTimeout: 0,
    foothold: key,
  };
  return new Promise((resolve, reject) => {
    let leave = (): void => {};
    const fail = (reason: unknown): void => {
      delete (globalThis as Record<string, unknown>)[key];
      leave();
      reject(reason);
      // Behind the answer, which goes by way of the port.
      if (closesPort) setTimeout(() => inspector.close(), ANSWER_MS);
    };
    const foothold: Foothold = { closePort: () => closesPort && inspector.close(), leave: () => leave() };
    Object.defineProperty(globalThis, key, { configurable: true, value: foothold });
    try {
      // Neither the program's own preloads nor its environment are any business of the debugger's.
      const thread = new Worker(file, { name: THREAD_NAME, workerData: setup, execArgv: [], env: {} });
      leave = watchExit(control, thread);
      thread.on('message', (message: { readonly joined?: true; readonly failed?: string }) => {
        if (message.joined) resolve(process.pid);
        if (message.failed !== undefined) fail(new Error(message.failed));
      });
      thread.on('error', fail);
      allowParting(control, thread);
    } catch (error) {
      fail(error);
    }
  });
}

/** How long the answer to a failed injection may take to pass the port, in milliseconds. */
const ANSWER_MS = 100;
