import type { Worker } from 'node:worker_threads';
import { Control, raise } from './engine/control-block.ts';
import { beforeSelfKill } from './self-kill.ts';

/** Longest time that the program's exit waits for the debugger thread to say its last words, in milliseconds. */
const FAREWELL_LIMIT = 1000;
const FAREWELL_SLICE = 1;

type Emit = typeof process.emit;
/** Not public: `_exiting` is set before Node emits `exit`, `reallyExit` is the last thing that `process.exit` does. */
interface ProcessInternals {
  _exiting?: boolean;
  reallyExit(code?: number | string): never;
}

/** What an assignment by the program would have made of `process.emit`. */
const REPLACED = { configurable: true, enumerable: true, writable: true } as const;

/**
 * Lets the debugger go before the program's thread ends. In a process of its own, the last messages are sent so, and
 * Node does not announce that it is "Waiting for the debugger to disconnect". In a worker, it keeps the debugger from
 * talking to a thread that is being torn down, which in some Nodes aborts the whole process. Returns its undoing.
 */
export function watchExit(control: Int32Array, debuggerThread?: Worker): () => void {
  const farewell = (exitCode: number): void => {
    if (Atomics.load(control, Control.exiting) === 1) return;
    Atomics.store(control, Control.exitCode, exitCode);
    raise(control, Control.exiting);
    if (Atomics.load(control, Control.unattended) === 1) return;
    // In slices: what was said before must be heard before this thread goes. See `WorkerChannel.fallSilent`.
    const slices = FAREWELL_LIMIT / FAREWELL_SLICE;
    for (let slice = 0; slice < slices && Atomics.load(control, Control.farewell) === 0; slice += 1) {
      Atomics.wait(control, Control.farewell, 0, FAREWELL_SLICE);
    }
  };
  return beforeExit(farewell, debuggerThread);
}

/**
 * Calls `leave` with the exit code before the program's thread ends, however it ends by itself: once, or a second time
 * where it ends in the middle of ending.
 *
 * It must come after the program's own `exit` listeners, so that those can be debugged, and it must not be one itself,
 * because a program may count or remove them. Hence `process.emit` is looked up through an accessor that yields the
 * original, and only when Node is about to exit a version that says farewell behind the last listener.
 *
 * Returns its undoing. What the program itself has replaced meanwhile stays as the program has it.
 */
export function beforeExit(leave: (exitCode: number) => void, debuggerThread?: Worker): () => void {
  const internals = process as unknown as ProcessInternals;
  const farewell = (code: unknown): void => leave(Number(process.exitCode ?? code ?? 0));

  const forgetSelfKill = beforeSelfKill((signal) => farewell(128 + signal));

  const { reallyExit } = internals;
  const exit: typeof reallyExit = (code) => {
    farewell(code);
    return reallyExit.call(process, code) as never;
  };
  internals.reallyExit = exit;

  /** The program must not be told of a worker that it did not start. */
  let announced = debuggerThread === undefined;
  let undone = false;
  // Whoever replaces `emit` calls the one that was there before: each version knows its own, and not the latest.
  const leaving = (emit: Emit): Emit =>
    function (this: unknown, ...args: unknown[]): boolean {
      const handled = Reflect.apply(emit, this, args) as boolean;
      if (args[0] === 'exit') farewell(args[1]);
      return handled;
    } as Emit;
  const unannounced = (emit: Emit): Emit =>
    function (this: unknown, ...args: unknown[]): boolean {
      if (args[0] === 'worker' && args[1] === debuggerThread) {
        announced = true;
        if (undone) restoreEmit();
        return false;
      }
      return Reflect.apply(emit, this, args) as boolean;
    } as Emit;
  const versionsOf = (emit: Emit) => ({ emit, leaving: leaving(emit), unannounced: unannounced(emit) });
  const own = Object.getOwnPropertyDescriptor(process, 'emit');
  const { emit: original } = process;
  let versions = versionsOf(original);
  const restoreEmit = (): void => {
    const { emit } = versions;
    if (emit !== original) Object.defineProperty(process, 'emit', { ...REPLACED, value: emit });
    else if (own) Object.defineProperty(process, 'emit', own);
    else delete (process as { emit?: Emit }).emit;
  };
  Object.defineProperty(process, 'emit', {
    configurable: true,
    enumerable: false,
    get() {
      if (internals._exiting && !undone) return versions.leaving;
      return announced ? versions.emit : versions.unannounced;
    },
    set(replacement: Emit) {
      versions = versionsOf(replacement);
    },
  });

  return () => {
    undone = true;
    forgetSelfKill();
    if (internals.reallyExit === exit) internals.reallyExit = reallyExit;
    // Node announces the thread in a turn of the event loop that may not have come yet.
    if (announced) restoreEmit();
  };
}
