import type { Worker } from 'node:worker_threads';
import { Control, raise } from './engine/control-block.ts';

import { beforeSelfKill } from './self-kill.ts';

/** Longest time that the program's exit waits for the debugger thread to say its last words, in milliseconds. */
const FAREWELL_LIMIT = 1000;

type Emit = typeof process.emit;
/** Not public: `_exiting` is set before Node emits `exit`, `reallyExit` is the last thing that `process.exit` does. */
interface ProcessInternals {
  _exiting?: boolean;
  reallyExit(code?: number | string): never;
}

/**
 * Lets the debugger go before the program's thread ends, however it ends by itself. In a process of its own, the last
 * messages are sent so, and Node does not announce that it is "Waiting for the debugger to disconnect". In a worker, it
 * keeps the debugger from talking to a thread that is being torn down, which in some Nodes aborts the whole process.
 *
 * It must come after the program's own `exit` listeners, so that those can be debugged, and it must not be one itself,
 * because a program may count or remove them. Hence `process.emit` is looked up through an accessor that yields the
 * original, and only when Node is about to exit a version that says farewell behind the last listener.
 */
export function watchExit(control: Int32Array, debuggerThread?: Worker): void {
  const internals = process as unknown as ProcessInternals;
  const farewell = (code: unknown): void => {
    if (Atomics.load(control, Control.exiting) === 1) return;
    Atomics.store(control, Control.exitCode, Number(process.exitCode ?? code ?? 0));
    raise(control, Control.exiting);
    Atomics.wait(control, Control.farewell, 0, FAREWELL_LIMIT);
  };

  beforeSelfKill((signal) => farewell(128 + signal));

  const { reallyExit } = internals;
  internals.reallyExit = (code) => {
    farewell(code);
    return reallyExit.call(process, code) as never;
  };

  /** The program must not be told of a worker that it did not start. */
  let announced = debuggerThread === undefined;
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
        return false;
      }
      return Reflect.apply(emit, this, args) as boolean;
    } as Emit;
  const versionsOf = (emit: Emit) => ({ emit, leaving: leaving(emit), unannounced: unannounced(emit) });
  let versions = versionsOf(process.emit);
  Object.defineProperty(process, 'emit', {
    configurable: true,
    enumerable: false,
    get() {
      if (internals._exiting) return versions.leaving;
      return announced ? versions.emit : versions.unannounced;
    },
    set(replacement: Emit) {
      versions = versionsOf(replacement);
    },
  });
}
