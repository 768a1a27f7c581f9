import { ChildProcess } from 'node:child_process';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { type ChildToStart, debuggedEnvironment, type Following } from './child-environment.ts';
import { Control } from './engine/control-block.ts';
import { overwritingCommand } from './overwritten-options.ts';

/** Not public: what every asynchronous start of a process comes down to. */
interface ChildProcessPrototype {
  spawn(options: ChildToStart): unknown;
}
/** Not public: what every synchronous start of a process comes down to. */
interface SpawnSyncBinding {
  spawn(options: ChildToStart): unknown;
}
interface ProcessInternals {
  noDeprecation?: boolean | undefined;
  binding(name: 'spawn_sync'): SpawnSyncBinding;
}

/** What a thread of the program leaves to the workers that it starts. */
interface Inheritance {
  /** Undefined when what the program starts is not to be debugged. */
  readonly following: Following | undefined;
  readonly control: Int32Array;
}

/** The name under which it is left. Nobody comes upon it who does not ask for it. */
const INHERITANCE = 'tandem';

/**
 * Sees to it that the processes that this thread and its workers start come to the debugger before their first line, for
 * as long as this process has one.
 *
 * @param lost Told of a command whose processes will not come.
 */
export function followChildren(inheritance: Inheritance, lost: (command: string) => void = () => {}): void {
  setEnvironmentData(INHERITANCE, inheritance as never);
  prepareChildren(inheritance, lost);
}

/** The same in a worker of the program; false in a thread that has nothing from such a program. */
export function followChildrenOfWorker(): boolean {
  const inheritance = getEnvironmentData(INHERITANCE) as unknown as Inheritance | undefined;
  if (inheritance) prepareChildren(inheritance, () => {});
  return inheritance !== undefined;
}

/**
 * What a child needs is added to its environment where Node hands that to the system, and nowhere else: it cannot be seen
 * in `process.env`, a program that makes up an environment of its own for a child does not lose it, and shells pass it on.
 */
function prepareChildren({ following, control }: Inheritance, lost: (command: string) => void): void {
  if (!following) return;
  const wanted = (): boolean => Atomics.load(control, Control.alone) === 0;
  const prepared = (options: ChildToStart): ChildToStart => {
    if (!wanted()) return options;
    const overwriting = overwritingCommand(options.args);
    if (overwriting !== undefined) lost(overwriting);
    return { ...options, envPairs: debuggedEnvironment(options, following) };
  };

  const asynchronous = ChildProcess.prototype as unknown as ChildProcessPrototype;
  const { spawn } = asynchronous;
  asynchronous.spawn = function (options) {
    return Reflect.apply(spawn, this, [prepared(options)]);
  };

  const synchronous = spawnSyncBinding();
  if (!synchronous) return;
  const { spawn: spawnSync } = synchronous;
  synchronous.spawn = (options) => Reflect.apply(spawnSync, synchronous, [prepared(options)]);
}

/** Undefined where Node keeps it to itself: under its permission model. */
function spawnSyncBinding(): SpawnSyncBinding | undefined {
  const internals = process as unknown as ProcessInternals;
  // Where the user wants to hear of what is going to be deprecated, it is not the user's program that does this.
  const silence = !internals.noDeprecation;
  try {
    if (silence) internals.noDeprecation = true;
    return internals.binding('spawn_sync');
  } catch {
    return undefined;
  } finally {
    if (silence) delete internals.noDeprecation;
  }
}
