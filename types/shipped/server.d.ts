// Written by scripts/make-types.mjs.

/// <reference lib="esnext.disposable" />

export interface StartServerOptions {
  /** What is open; the first is where relative paths start. This process's working directory unless set. */
  readonly folders?: readonly string[] | undefined;
  /** For people; the name of the first folder unless set. */
  readonly name?: string | undefined;
  /** `auto` (a private socket, or a named pipe), the name of a transport, or an endpoint. `auto` unless set. */
  readonly listen?: string | undefined;
  /** `listen` may name an address that other machines can reach. */
  readonly allowNonLoopback?: boolean | undefined;
  /** The secret that opens it, where both sides are told the same; a new one unless set. */
  readonly token?: string | undefined;
  /** Only commands that look are carried out. */
  readonly readOnly?: boolean | undefined;
}

/** A task server in this process, with no editor beside it. */
export interface RunningServer extends AsyncDisposable {
  /** Where it listens, as text. */
  readonly endpoint: string;
  readonly token: string;
  /** The file in which it is published; undefined where nothing could be. */
  readonly publication: string | undefined;
  /** What the user should know of where it listens. */
  readonly notices: readonly string[];
  /** Ends its clients' connections and every program that it has started. Idempotent. */
  close(): Promise<void>;
}

/** Starts a task server in this process. Throws as `TaskServer.start` does. */
export declare function startServer(options?: StartServerOptions): Promise<RunningServer>;

export {};
