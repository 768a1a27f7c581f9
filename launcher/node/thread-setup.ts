/** What the bootstrap hands to the debugger thread. */
export interface ThreadSetup {
  readonly control: Int32Array;
  readonly launcherArgs: readonly string[];
  readonly token: string;
  /** The file of the main module, as Node will resolve it; undefined for `node -e` and the like. */
  readonly main: string | undefined;
  /** Send an `exited` event with the exit code: for adapters that are not the program's parent. */
  readonly reportExit: boolean;
  /** Id of the process of the program that started this one; undefined for the program itself. */
  readonly parent: number | undefined;
  /** Not in the process group of the program. */
  readonly apart: boolean;
  /** Milliseconds between SIGTERM and SIGKILL when the adapter has vanished. */
  readonly killTimeout: number;
}

/** What it hands to the thread of a program that waits for debuggers. */
export interface ListeningSetup {
  readonly control: Int32Array;
  /** See `Env.listen`. */
  readonly place: string;
  readonly allowNonLoopback: boolean;
  /** The secret to be presented; a fresh one unless set. */
  readonly token: string | undefined;
  readonly quiet: boolean;
  readonly main: string | undefined;
  /** What the program is called where it is announced. */
  readonly title: string;
  readonly cwd: string;
  /** In milliseconds since 1970. */
  readonly startedAt: number;
}

/** What the thread is told that joins a program which runs. */
export interface JoiningSetup extends Pick<ThreadSetup, 'control' | 'launcherArgs' | 'token' | 'main'> {
  /** The global name of its {@link Foothold}. */
  readonly foothold: string;
}

/** What that thread needs to undo in the program's thread, in the end. */
export interface Foothold {
  closePort(): void;
  leave(): void;
}

/** Name of the debugger thread: by it the debugger recognises itself among the program's workers. */
export const THREAD_NAME = 'tandem-debugger';
