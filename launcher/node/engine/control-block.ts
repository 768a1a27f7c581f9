/**
 * Memory shared between the program's thread and the debugger's: one `Int32Array`, because the program's thread must be
 * able to wait for the other without an event loop.
 */
export const Control = {
  /** 1 once the program may run. */
  released: 0,
  /** 1 once the program's thread is about to exit. */
  exiting: 1,
  /** 1 once the debugger has said all it had to say, or is gone. */
  farewell: 2,
  /** The program's exit code, valid once `exiting` is set. */
  exitCode: 3,
  /** 1 once the thread has come to where it is held: Node's own start-up is behind it. */
  held: 4,
  /** 1 once the first turn of the thread's event loop is over: a CommonJS main module has run. */
  firstTurn: 5,
  /** 1 once the debugger has given the program up: what it starts from now on is nobody's business. */
  alone: 6,
  /** 1 once the program has written something whose place in the sources the adapter may ask for. */
  located: 7,
  /** 1 once the program's thread has seen to all that the debugger's has said, which may now end. */
  parted: 8,
  /** 1 while there is nobody whose farewell the program's exit would have to wait for. */
  unattended: 9,
} as const;

const CONTROL_LENGTH = 10;

export function raise(control: Int32Array, index: number): void {
  Atomics.store(control, index, 1);
  Atomics.notify(control, index);
}

/** Resolves once an entry was raised. */
export async function when(control: Int32Array, index: number): Promise<void> {
  await Atomics.waitAsync(control, index, 0).value;
}

/** Ends the waits of a debugger whose program is gone: one that goes on holds what it waits for, for ever. */
export function endWaits(control: Int32Array): void {
  for (const index of [Control.held, Control.firstTurn, Control.exiting]) raise(control, index);
}

/** Makes the block, all zero. */
export const newControlBlock = (): Int32Array =>
  new Int32Array(new SharedArrayBuffer(CONTROL_LENGTH * Int32Array.BYTES_PER_ELEMENT));

/**
 * Holds the calling thread before the program's first line. Inspector messages are delivered between the waits, and only
 * between: one long wait would keep them out for ever.
 */
export function holdUntilReleased(control: Int32Array): void {
  raise(control, Control.held);
  while (Atomics.load(control, Control.released) === 0) Atomics.wait(control, Control.released, 0, 1);
  // It must not keep a program alive that has nothing else to do.
  setImmediate(() => raise(control, Control.firstTurn)).unref();
}
