import { Module } from 'node:module';
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { comingTo, type Following, hidePreload, hidePython } from './child-environment.ts';
import { Control, holdUntilReleased, newControlBlock } from './engine/control-block.ts';
import { Env, take } from './environment.ts';
import { watchExit } from './exit-watch.ts';
import { followChildren, followChildrenOfWorker } from './follow-children.ts';
import { isSkipped } from './go-between.ts';
import { warmUpInspector } from './inspector-warm-up.ts';
import { listen, takeListening } from './listen.ts';
import { recordConsole } from './output/console-records.ts';
import { prepareStreams } from './output/program-streams.ts';
import { announceReading } from './output/reading.ts';
import { pythonFollower } from './python-children.ts';
import { readNote } from './session-note.ts';
import { isNewEnough, startThread } from './start-thread.ts';
import type { ThreadSetup } from './thread-setup.ts';

/**
 * Runs before the program, in its main thread: starts the debugger thread, then holds the program until the debugger
 * lets it go. Afterwards nothing of it can be seen: not in the environment, the arguments or the module cache.
 */
function bootstrap(): void {
  readNote();
  const output = take(Env.output);
  const listening = takeListening();
  const settings = takeSettings();
  if (isElectronApplication()) return;
  // One that a debugger has started is that debugger's.
  if (!settings) {
    if (listening) listen(listening, { main: mainModule(), isTestRunner: isTestRunner() });
    return;
  }
  if (!isNewEnough()) {
    if (settings.parent === undefined) refuse();
    return;
  }
  const { following, skip, ...rest } = settings;
  const control = newControlBlock();
  const main = mainModule();
  if (isTestRunner() || (skip !== undefined && isSkipped(main, skip))) {
    followChildren({ following, control });
    return;
  }
  const setup: ThreadSetup = { ...rest, control, main, killTimeout: 5000 };
  const thread = startThread('debugger-thread.cjs', setup);
  watchExit(control, thread);
  recordOutput(output, control);
  followChildren({ following, control }, (command) => thread.postMessage(command));
  warmUpInspector();
  holdUntilReleased(control);
}

/** The adapter reads the output, and is told more about it, where it says so and the streams do lead to it. */
function recordOutput(setting: string | undefined, control: Int32Array): void {
  const framed = prepareStreams(setting, () => Atomics.store(control, Control.located, 1));
  if (!framed) return;
  recordConsole(framed);
  announceReading(framed);
}

type Settings = Omit<ThreadSetup, 'control' | 'main' | 'killTimeout'> & {
  readonly skip: string | undefined;
  readonly following: Following | undefined;
};

/** The secrets of the session, removed from the environment that the program will see. */
function takeSettings(): Settings | undefined {
  const launcherArgs = take(Env.launcherArgs);
  const token = take(Env.token);
  const preload = take(Env.preload);
  const python = take(Env.pythonPath);
  const reportExit = take(Env.reportExit) === '1';
  const follow = take(Env.follow) === '1';
  const parent = take(Env.parent);
  const apart = take(Env.apart) === '1';
  const skip = take(Env.skip);
  if (launcherArgs === undefined || token === undefined || preload === undefined) return undefined;
  hidePreload(preload);
  if (python !== undefined) hidePython(python);
  const endpoint = { launcherArgs: JSON.parse(launcherArgs) as string[], token };
  return {
    ...endpoint,
    reportExit,
    parent: parent === undefined ? undefined : Number(parent),
    apart,
    skip,
    following: follow
      ? { variables: comingTo(endpoint.launcherArgs, token, skip), preload, python: pythonFollower(), apart }
      : undefined,
  };
}

/** Its main thread has an event loop of its own kind, which does not stand still in this way. */
const isElectronApplication = (): boolean =>
  'electron' in process.versions && !('ELECTRON_RUN_AS_NODE' in process.env);

/** Node's own test runner, which only starts the processes that run the tests. It has no inspector: asking for one aborts it. */
const isTestRunner = (): boolean =>
  process.execArgv.includes('--test') && !process.execArgv.some((option) => ISOLATION_OFF.test(option));

const ISOLATION_OFF = /^--(experimental-)?test-isolation=none$/;

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

forgetModule();
if (isMainThread) bootstrap();
else followChildrenOfWorker();
