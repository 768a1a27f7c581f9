import { Module } from 'node:module';
import path from 'node:path';
import { isMainThread, Worker } from 'node:worker_threads';
import { writeOutputAtOnce } from './blocking-output.ts';
import { type Following, withoutPreload } from './child-environment.ts';
import { Control, holdUntilReleased, newControlBlock, raise } from './engine/control-block.ts';
import { Env } from './environment.ts';
import { watchExit } from './exit-watch.ts';
import { followChildren, followChildrenOfWorker } from './follow-children.ts';
import { warmUpInspector } from './inspector-warm-up.ts';
import { recordConsole } from './output/console-records.ts';
import { FramedOutput } from './output/framed-output.ts';
import { adaptersStreams } from './output/own-streams.ts';
import { announceReading } from './output/reading.ts';
import { allowParting } from './parting.ts';
import { THREAD_NAME, type ThreadSetup } from './thread-setup.ts';

/**
 * Runs before the program, in its main thread: starts the debugger thread, then holds the program until the debugger
 * lets it go. Afterwards nothing of it can be seen: not in the environment, the arguments or the module cache.
 */
function bootstrap(): void {
  const output = take(Env.output);
  const settings = takeSettings();
  if (!settings || isElectronApplication()) return;
  if (!isNewEnough()) {
    if (settings.parent === undefined) refuse();
    return;
  }
  const { following, ...rest } = settings;
  const control = newControlBlock();
  if (isTestRunner()) {
    followChildren({ following, control });
    return;
  }
  const setup: ThreadSetup = { ...rest, control, main: mainModule(), killTimeout: 5000 };
  const thread = startDebuggerThread(setup);
  watchExit(control, thread);
  recordOutput(output, control);
  followChildren({ following, control }, (command) => thread.postMessage(command));
  warmUpInspector();
  holdUntilReleased(control);
}

/** The adapter reads the output, and is told more about it, where it says so and the streams do lead to it. */
function recordOutput(setting: string | undefined, control: Int32Array): void {
  const [adapter, key] = setting?.split(':') ?? [];
  const streams = key ? adaptersStreams(Number(adapter)) : [];
  if (!key || streams.length === 0) {
    writeOutputAtOnce();
    return;
  }
  const framed = new FramedOutput(key, streams, () => Atomics.store(control, Control.located, 1));
  writeOutputAtOnce((handle, fd) => {
    if (streams.includes(fd)) framed.frame(handle);
  });
  recordConsole(framed);
  announceReading(framed);
}

type Settings = Omit<ThreadSetup, 'control' | 'main' | 'killTimeout'> & {
  readonly following: Following | undefined;
};

/** The secrets of the session, removed from the environment that the program will see. */
function takeSettings(): Settings | undefined {
  const launcherArgs = take(Env.launcherArgs);
  const token = take(Env.token);
  const preload = take(Env.preload);
  const reportExit = take(Env.reportExit) === '1';
  const follow = take(Env.follow) === '1';
  const parent = take(Env.parent);
  const apart = take(Env.apart) === '1';
  if (launcherArgs === undefined || token === undefined || preload === undefined) return undefined;
  const options = withoutPreload(process.env.NODE_OPTIONS ?? '', preload);
  if (options === undefined) delete process.env.NODE_OPTIONS;
  else process.env.NODE_OPTIONS = options;
  const endpoint = { launcherArgs: JSON.parse(launcherArgs) as string[], token };
  return {
    ...endpoint,
    reportExit,
    parent: parent === undefined ? undefined : Number(parent),
    apart,
    following: follow ? { ...endpoint, preload, apart } : undefined,
  };
}

function take(name: string): string | undefined {
  const value = process.env[name];
  delete process.env[name];
  return value;
}

/** Its main thread has an event loop of its own kind, which does not stand still in this way. */
const isElectronApplication = (): boolean =>
  'electron' in process.versions && !('ELECTRON_RUN_AS_NODE' in process.env);

/** Node's own test runner, which only starts the processes that run the tests. It has no inspector: asking for one aborts it. */
const isTestRunner = (): boolean =>
  process.execArgv.includes('--test') && !process.execArgv.some((option) => ISOLATION_OFF.test(option));

const ISOLATION_OFF = /^--(experimental-)?test-isolation=none$/;

/** Whether this Node has what the engine needs; one that a program starts runs on without it. */
const isNewEnough = (): boolean => typeof process.getBuiltinModule === 'function';

function refuse(): never {
  process.stderr.write(`Tandem cannot debug Node.js ${process.version}: it is too old.\n`);
  process.exit(1);
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
  allowParting(setup.control, thread);
  thread.on('error', (error) => {
    process.stderr.write(`Tandem's debugger thread failed: ${error.stack ?? error}\n`);
    raise(setup.control, Control.released);
  });
  return thread;
}

forgetModule();
if (isMainThread) bootstrap();
else followChildrenOfWorker();
