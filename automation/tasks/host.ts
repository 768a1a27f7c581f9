import type { ClientEvents } from '../../adapter/session/client.ts';
import type { Breakpoint, ExceptionMode, WantedBreakpoint } from '../../protocol/tasks/breakpoints.ts';
import type { Requester } from '../dap/requester.ts';

export type { Requester };

/** One debug session, as those see it who drive it beside its own client. */
export interface Run extends Requester {
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** The run whose program has started this one's, where each of the two has a session of its own. */
  readonly parent?: Run | undefined;
  /**
   * The events of the adapter, in their order; breakpoints that a `stopped` names have the ids of the host's
   * {@link Breakpoints}, without those in passing. A `continued` tells that a thread moves without having been asked to by
   * a request from here: somebody else moves it. Disposing the result removes the listener.
   */
  on<E extends keyof ClientEvents>(event: E, listener: (body: ClientEvents[E]) => void): Disposable;
  /** Every event, by name: also those that have no meaning here. */
  onAny(listener: (event: string, body: unknown) => void): Disposable;
  /** Resolves when the session is over and everything it held is released. Never rejects. */
  readonly ended: Promise<void>;
  /** Somebody has asked the program to end, here or in the editor: it does not end by itself. */
  readonly isStopping: boolean;
  /** Asks the program to end; called again, ends it. */
  stop(): void;
  /** Sends DAP's `restart`, or what comes nearest. */
  restart(): Promise<void>;
}

export interface StartRequest {
  /** A launch or attach configuration, or the name of one. */
  readonly configuration: Readonly<Record<string, unknown>> | string;
  readonly folder: string | undefined;
  readonly exceptions: ExceptionMode;
  readonly noDebug: boolean;
  /** The breakpoints of this task are in force before the program's first line. */
  readonly taskId: string;
}

/** A breakpoint whose place is known: an absolute file and a line, or the name of a function. */
export type PlacedBreakpoint = Omit<WantedBreakpoint, 'text'>;

export interface BreakpointOwner {
  readonly taskId: string | undefined;
  readonly by: string | undefined;
  /**
   * For one `runTo` of this run, which alone it stops, and removed after it: it neither replaces one that is there nor is it
   * shown as one.
   */
  readonly passing?: Run;
}

/**
 * The breakpoints of a window or server. In a window they are the editor's own: whoever sets one sees it there, and the
 * editor's user is just one more who sets them.
 */
export interface Breakpoints {
  /** In the order of their ids; those that are in passing are not among them. */
  readonly all: readonly Breakpoint[];
  /**
   * One at the same place is replaced. Resolves with what became of each, in their order: where several of them are at one
   * place, with the one that is there.
   */
  add(wanted: readonly PlacedBreakpoint[], owner: BreakpointOwner): Promise<Breakpoint[]>;
  /** Resolves with the ids of those that were there. */
  remove(ids: readonly number[]): Promise<number[]>;
  /** Not of those in passing. Disposing the result removes the listener. */
  onChange(listener: (change: 'added' | 'changed' | 'removed', breakpoint: Breakpoint) => void): Disposable;
}

/**
 * Where debug runs come from: the adapter in this process, or an editor's window. It is disposed of with the service, and
 * then ends the runs that only it holds.
 */
export interface TaskHost extends Partial<AsyncDisposable> {
  readonly kind: 'window' | 'server';
  /** Absolute. The first is where relative paths start. */
  readonly folders: readonly string[];
  readonly breakpoints: Breakpoints;
  /**
   * Resolves when the program runs under the debugger; rejects with why it could not be started. `adopt` is called with
   * the run before it has said anything, so that no event is missed; not at all where the configuration itself is refused.
   */
  start(request: StartRequest, adopt: (run: Run) => void): Promise<void>;
  /** Hears of runs that somebody else has begun, the user of the editor, before they have said anything. */
  onRun(listener: (run: Run) => void): Disposable;
  /** Which exceptions stop a run's program, from now on. */
  setExceptions(run: Run, mode: ExceptionMode): Promise<void>;
}
