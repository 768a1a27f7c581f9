import type { Arguments, Body, CommandName, EngineEvent } from '../../protocol/commands.ts';
import type { TandemError } from '../../protocol/errors.ts';

/**
 * `connecting` until the engine is in control of the program, `connected` while it answers, `closed` for good when it
 * cannot any more, for whatever reason.
 */
export type BackendState = 'connecting' | 'connected' | 'closed';

export interface RequestOptions {
  /** How long the engine may take, in milliseconds; without it {@link DEFAULT_LIMIT}. Waiting to connect is not counted. */
  readonly limit?: number;
  /** Tells the engine to give the work up, as far as that does no harm. The answer comes all the same. */
  readonly signal?: AbortSignal | undefined;
}

export const DEFAULT_LIMIT = 10_000;
/** For work of the user's own that may take its time. */
export const NO_LIMIT = Number.POSITIVE_INFINITY;

/** The engine as the adapter sees it, wherever it runs. */
export interface Backend extends AsyncDisposable {
  readonly state: BackendState;
  /**
   * Asks the engine. What is asked while connecting waits, in order, until the engine is there. When the backend closes,
   * everything that is unanswered rejects with the one reason of the close.
   */
  request<C extends CommandName>(command: C, args: Arguments<C>, options?: RequestOptions): Promise<Body<C>>;
  /** Events in the order the engine sent them; none after the close. */
  onEvent(listener: (event: EngineEvent) => void): Disposable;
  /**
   * Lets go of the program, so that nothing is paused and no breakpoint is left in it. `dying`: it was told to end and
   * must not run on from where it is stopped. Resolves in bounded time, whether the program listens or not.
   */
  letGo(dying: boolean): Promise<void>;
  /** Resolves with the reason when the backend has closed; never rejects. */
  readonly closed: Promise<TandemError>;
}
