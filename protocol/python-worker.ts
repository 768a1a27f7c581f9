/**
 * What the adapter and the worker that runs Python share: a few integers, so that the worker can wait without an event loop,
 * and messages over a port. The debugger's own messages are in `messages.ts`.
 */
export const Word = {
  /** The number of a signal that interrupts the program. Pyodide looks at it between operations, and clears it. */
  interrupt: 0,
  /** Counts what has been posted to the worker. */
  posted: 1,
} as const;

export const WORDS = 2;

/** The signal that makes the program hear commands: one that nothing else uses. */
export const COMMAND_SIGNAL = 64;

/** The first message: what to run, and in what. */
export interface PythonStart {
  /** As they come behind `python`: `-m module`, `-c code` or a file, and its arguments. */
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whether there is an engine, which holds the program until it is `ready`. */
  readonly debug: boolean;
  /** The directories of packages that are installed for it, in no Python of this kind. */
  readonly environment: readonly string[];
}

/** Asked when the program imports a module that is not there; it waits for the answer. */
export interface PackageQuestion {
  readonly module: string;
  /** Of Pyodide. */
  readonly version: string;
}

export interface PackageFile {
  readonly path: string;
}

export interface PackageAnswer {
  /** What has to be unpacked, in this order; nothing for a module that no package has. */
  readonly files: readonly PackageFile[];
  /** Why a package that there is cannot be had, for the user's eyes. */
  readonly problem?: string;
}

/** Posted to the worker. */
export type ToPython =
  | { readonly start: PythonStart }
  /** A message, or an alarm that was asked for, as JSON. */
  | { readonly said: string }
  | { readonly packages: PackageAnswer }
  /** For its standard input; null is the end. */
  | { readonly input: Uint8Array | null };

/** Posted by the worker. */
export type FromPython =
  /** Python is loaded, and waits to be told what to run. */
  | { readonly loaded: true }
  | { readonly failed: string }
  /** A message, as JSON. */
  | { readonly said: string }
  | { readonly wanted: PackageQuestion }
  /** Asks for `{"alarm": number}` in so many milliseconds. */
  | { readonly alarm: number; readonly ms: number };

/** What a worker is made with. */
export interface PythonWorkerData {
  /** The directory of Pyodide. */
  readonly pyodide: string;
  /** The directory that the launcher for Python is in. */
  readonly launcher: string;
  /** A file that a copy of the loaded interpreter is kept in, so that the next one is loaded in a fraction of the time. */
  readonly snapshot: string | undefined;
  readonly shared: Int32Array;
}
