import { Module } from 'node:module';
import path from 'node:path';
import { isMainThread, Worker } from 'node:worker_threads';
import { writeOutputAtOnce } from './blocking-output.ts';
import { Control, holdUntilReleased, newControlBlock, raise } from './engine/control-block.ts';
import { Env } from './environment.ts';
import { watchExit } from './exit-watch.ts';
import { THREAD_NAME, type ThreadSetup } from './thread-setup.ts';

/**
 * Runs before the program, in its main thread: starts the debugger thread, then holds the program until the debugger
 * lets it go. Afterwards nothing of it can be seen: not in the environment, the arguments or the module cache.
 */
function bootstrap(): void {
  forgetModule();
  const settings = takeSettings();
  if (!settings) return;
  const control = newControlBlock();
  const setup: ThreadSetup = { ...settings, control, main: mainModule(), killTimeout: 5000 };
  const thread = startDebuggerThread(setup);
  watchExit(control, thread);
  writeOutputAtOnce();
  holdUntilReleased(control);
}

/** The secrets of the session, removed from the environment that the program and its children will see. */
function takeSettings(): Pick<ThreadSetup, 'launcherArgs' | 'token' | 'reportExit'> | undefined {
  const launcherArgs = take(Env.launcherArgs);
  const token = take(Env.token);
  const nodeOptions = take(Env.nodeOptions);
  const reportExit = take(Env.reportExit) === '1';
  if (launcherArgs === undefined || token === undefined) return undefined;
  if (nodeOptions === undefined) delete process.env.NODE_OPTIONS;
  else process.env.NODE_OPTIONS = nodeOptions;
  return { launcherArgs: JSON.parse(launcherArgs) as string[], token, reportExit };
}

function take(name: string): string | undefined {
  const value = process.env[name];
  delete process.env[name];
  return value;
}

function forgetModule(): void {
  delete require.cache[__filename];
}

/** The main module as Node is going to find it, extensions and `package.json` included. */
function mainModule(): string | undefined {
  const main = process.argv[1];
  if (main === undefined) return undefined;
  // Not public, but what Node itself calls for this; without it, the path as given is the best guess.
  const { _findPath } = Module as unknown as {
    _findPath?: (request: string, paths: null, isMain: boolean) => string | false;
  };
  const absolute = path.resolve(main);
  return _findPath?.(absolute, null, true) || absolute;
}

function startDebuggerThread(setup: ThreadSetup): Worker {
  const thread = new Worker(path.join(__dirname, 'debugger-thread.cjs'), {
    name: THREAD_NAME,
    workerData: setup,
    // Neither the program's own preloads nor its environment are any business of the debugger's.
    execArgv: [],
    env: {},
  });
  thread.unref();
  thread.on('error', (error) => {
    process.stderr.write(`Tandem's debugger thread failed: ${error.stack ?? error}\n`);
    raise(setup.control, Control.released);
  });
  return thread;
}

if (isMainThread) bootstrap();
