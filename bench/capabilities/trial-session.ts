import type { Answer, Outcomes } from './answer.ts';

/** A program to try the requests on, in any language: it has the same names in all of them. */
export interface TrialProgram {
  readonly path: string;
  /** Where it stops first; undefined for one that stops at an exception. */
  readonly line: number | undefined;
}

/** A program that has stopped for the first time. */
export interface TrialSession extends AsyncDisposable {
  /** Undefined when there is no answer within a few seconds. Never rejects. */
  ask(command: string, args: object): Promise<Answer | undefined>;
  /** The thread of the next stop that nobody has waited for yet; undefined when it does not come. */
  stopped(): Promise<number | undefined>;
}

/** An adapter that is tried. */
export interface TrialHost {
  /** Notes what was said to the requests that this takes. */
  start(program: TrialProgram, noted: Outcomes): Promise<TrialSession>;
  /** Attaches to a program and detaches from it; absent where nobody has tried. */
  attach?(noted: Outcomes): Promise<void>;
  /** What the last session promised in `initialize` and after. */
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** The events that have come. */
  readonly events: ReadonlySet<string>;
}

/** How long an answer may take that is going to come, in milliseconds. */
export const ANSWER_MS = 6000;
