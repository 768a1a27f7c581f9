import type { Entry } from './history.ts';
import type { LiveSession, Thread } from './live-session.ts';

/** What a row is about. */
export type Subject =
  | { readonly kind: 'session'; readonly session: LiveSession }
  | { readonly kind: 'thread'; readonly session: LiveSession; readonly thread: Thread }
  | { readonly kind: 'more' }
  | { readonly kind: 'history' }
  | { readonly kind: 'entry'; readonly entry: Entry };

/** A row of the view, whoever draws it. */
export interface Item {
  /** Stays the same as long as it is about the same. */
  readonly id: string;
  readonly subject: Subject;
  readonly label: string;
  readonly description: string;
  /** Lines of Markdown. */
  readonly tooltip: readonly string[];
  /** A codicon, and a colour of the theme. */
  readonly icon: readonly [name: string, color?: string];
  /** Words by which the manifest's `when` clauses know what can be done with it. */
  readonly context: string;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Undefined for a row that has nothing below it. */
  readonly children: readonly Item[] | undefined;
  readonly isOpen: boolean;
}
