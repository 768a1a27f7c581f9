import type { Session } from '../session/session.ts';
import type { Phase } from './phases.ts';
import type { RequestArguments, RequestBody, RequestName } from './requests.ts';

/** The types of arguments that are checked before a handler sees them. */
export type Kind = 'string' | 'number' | 'object';

/** What there is to know about one request, apart from answering it. */
export interface Handler<R extends RequestName> {
  /** When in the life of a session the request makes sense. */
  readonly phase: Phase;
  /** Arguments that must be there, and be of this kind. */
  readonly needs?: { readonly [A in keyof RequestArguments<R>]?: Kind };
  /** What is null in its arguments may mean something: an environment variable that is removed. Elsewhere it is as if it were missing. */
  readonly takesNull?: boolean;
  /** The client shows a failure where it asked (in a tree, beside an expression), so it gets no message box. */
  readonly failsInPlace?: boolean;
  /** A client that does not want to know any more can be let go without harm, and the work be given up. */
  readonly cancellable?: boolean;
  /**
   * Answers with the body, now or later. What it throws is the answer, too. The signal, which what can be
   * cancelled has, says that nobody waits for it any more.
   */
  readonly handle: (
    session: Session,
    args: RequestArguments<R>,
    signal: AbortSignal | undefined,
  ) => RequestBody<R> | Promise<RequestBody<R>>;
  /** Called when the failure has been answered. */
  readonly afterFailure?: (session: Session) => void;
}

export type Handlers<R extends RequestName = RequestName> = { readonly [Name in R]: Handler<Name> };
