import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Control, raise } from './engine/control-block.ts';
import { allowParting } from './parting.ts';
import { THREAD_NAME } from './thread-setup.ts';

/** Whether this Node has what the engine needs; one that a program starts runs on without it. */
export const isNewEnough = (): boolean => typeof process.getBuiltinModule === 'function';

/** Starts the debugger's thread, which keeps no program alive. It sees nothing of the program's environment but `env`. */
export function startThread(
  file: string,
  setup: { readonly control: Int32Array },
  env: NodeJS.ProcessEnv = {},
): Worker {
  const thread = new Worker(path.join(__dirname, file), {
    name: THREAD_NAME,
    workerData: setup,
    // Nor are the program's own preloads any business of the debugger's.
    execArgv: [],
    env,
  });
  allowParting(setup.control, thread);
  thread.on('error', (error) => {
    process.stderr.write(`Tandem's debugger thread failed: ${error.stack ?? error}\n`);
    raise(setup.control, Control.released);
  });
  return thread;
}
