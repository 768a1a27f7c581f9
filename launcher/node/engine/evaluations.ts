import { errors, type TandemError } from '../../../protocol/errors.ts';
import type { InspectorChannel, Protocol } from './inspector-channel.ts';
import type { Guarded } from './landings.ts';

type Pause = Protocol.Debugger.PausedEvent;
type CallFrame = Protocol.Debugger.CallFrame;

/** Something typed that a running thread evaluates. */
interface Evaluation {
  /** Known once it has begun. */
  scriptId: string | undefined;
  /** Where its first pause is, in its first line, from 0. */
  readonly pauseColumn: number;
  readonly onBegin: (() => void) | undefined;
  /** What comes after an `await` looks like what comes before it. */
  readonly mayAwait: boolean;
  /** What it has interrupted: the program's calls that it lies on, innermost first. */
  below: readonly CallFrame[];
  /** How often it was to be ended, and could not be. */
  refusals: number;
  isUnwanted: boolean;
  readonly hasBegun: Promise<void>;
  begun(): void;
}

function signalOfBegin(): Pick<Evaluation, 'hasBegun' | 'begun'> {
  let begun = (): void => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  return { hasBegun, begun };
}

/** V8 drops a request to pause that reaches it inside a function that is skipped: it is asked again, so often. In ms. */
const PATIENCE = 100;

/**
 * A time limit that never comes, in milliseconds: a day. An end that reaches an evaluation in its last statement would
 * end what the thread runs next. Only at the end of an evaluation with a time limit does V8 take it back.
 */
export const FOREVER = 24 * 60 * 60 * 1000;

/** After so many attempts what could not be ended is left alone. What is only passing by is gone by then. */
const ATTEMPTS = 5;

const isSamePlace = (a: CallFrame, b: CallFrame | undefined): boolean =>
  a.location.scriptId === b?.location.scriptId &&
  a.location.lineNumber === b.location.lineNumber &&
  a.location.columnNumber === b.location.columnNumber;

/**
 * Whether V8 is still in the call in which it was asked to evaluate, where an end reaches what is above that call and
 * nothing else. What runs later, after an `await` or because the program calls a function of the evaluation, ends only
 * together with all that is below it: calls of the program's, jobs of its promises, Node's own loop over the timers.
 */
function canBeEnded({ scriptId, below, mayAwait }: Evaluation, { callFrames }: Pause): boolean {
  const bottom = callFrames.findLastIndex(({ location }) => location.scriptId === scriptId);
  const start = callFrames[bottom]?.functionLocation;
  const isTopLevel = start?.lineNumber === 0 && start.columnNumber === 0;
  const deeper = callFrames.slice(bottom + 1);
  return (
    isTopLevel &&
    !mayAwait &&
    deeper.length === below.length &&
    deeper.every((frame, i) => isSamePlace(frame, below[i]))
  );
}

/**
 * What a running thread is evaluating, so that it can be got out of it.
 *
 * Node hands a thread no inspector message while the thread works on one, and an evaluation is just that; only a pause
 * inside it opens the way again, also for the time after it. So each evaluation begins with a pause, which is left at
 * once. To end one, the thread is paused and resumed in such a way that what is on its stack is given up; never without
 * having seen the evaluation on that stack, for it would be the program that is given up, and never where the program
 * would be given up along with it.
 */
export class Evaluations {
  readonly #channel: InspectorChannel;
  readonly #pausedAt: () => Pause | undefined;
  readonly #tell: (problem: TandemError) => void;
  readonly #running = new Set<Evaluation>();
  /** The one that V8 is about to come to. */
  #entering: Evaluation | undefined;

  #isInterrupting = false;

  /**
   * @param pausedAt the pause that the thread is in, as far as the client knows
   * @param tell tells the user what could not be done
   */
  constructor(
    channel: InspectorChannel,
    pausedAt: () => Pause | undefined,
    tell: (problem: TandemError) => void,
  ) {
    this.#channel = channel;
    this.#tell = tell;
    this.#pausedAt = pausedAt;
  }

  /**
   * Evaluates what begins with a pause, until the signal ends it.
   *
   * @param evaluate evaluates it with a time limit, if only {@link FOREVER}
   * @param onBegin called once it has begun, where it has
   */
  async track<T>(
    { expression, pauseColumn }: Guarded,
    evaluate: () => Promise<T>,
    signal?: AbortSignal,
    onBegin?: () => void,
  ): Promise<T> {
    // One after the other: while one begins, nothing else may be said.
    while (this.#entering) await this.#entering.hasBegun;
    signal?.throwIfAborted();
    const evaluation: Evaluation = {
      scriptId: undefined,
      pauseColumn,
      onBegin,
      mayAwait: /\bawait\b/.test(expression),
      below: [],
      refusals: 0,
      isUnwanted: false,
      ...signalOfBegin(),
    };
    const end = (): void => {
      evaluation.isUnwanted = true;
      void this.#interrupt(evaluation);
    };
    this.#running.add(evaluation);
    this.#entering = evaluation;
    signal?.addEventListener('abort', end);
    try {
      return await evaluate();
    } finally {
      signal?.removeEventListener('abort', end);
      this.#running.delete(evaluation);
      this.#entered(evaluation);
      if (evaluation.isUnwanted) this.#channel.gate.open();
    }
  }

  /** Whether a pause came too late to end an evaluation: it was over. */
  wasAskedOf({ reason, hitBreakpoints, callFrames }: Pause): boolean {
    const wasAsked = this.#isInterrupting && reason === 'other' && !hitBreakpoints?.length;
    this.#isInterrupting = false;
    // What waits for a promise is left waiting: it disturbs nobody.
    if (wasAsked) {
      const stacked = new Set(callFrames.map(({ location }) => location.scriptId));
      for (const it of this.#running) {
        if (it.isUnwanted && it.scriptId && !stacked.has(it.scriptId)) this.#running.delete(it);
      }
    }
    return wasAsked;
  }

  /** Whether a pause is only at the beginning of an evaluation, before anything of it has run. */
  begins({ callFrames: [top, ...below] }: Pause): boolean {
    const evaluation = this.#entering;
    if (!evaluation || !top || top.location.lineNumber !== 0) return false;
    if (top.functionName !== '' || top.url !== '') return false;
    const { columnNumber = 0, scriptId } = top.location;
    if (columnNumber > evaluation.pauseColumn) return false;
    evaluation.scriptId = scriptId;
    evaluation.below = below;
    // Where every script is held, or a pause is asked for, V8 stops earlier: its own pause is still to come.
    if (columnNumber === evaluation.pauseColumn) {
      evaluation.onBegin?.();
      this.#entered(evaluation);
    }
    return true;
  }

  /** Whether a pause is in the middle of an evaluation that nobody wants any more, and that can be ended there. */
  canGiveUp(pause: Pause): boolean {
    const evaluation = this.#innermost(pause);
    if (!evaluation?.isUnwanted) return false;
    if (canBeEnded(evaluation, pause)) return true;
    this.#refused(evaluation);
    return false;
  }

  /** Ends the evaluation that the thread is paused in. */
  async giveUp(): Promise<void> {
    this.#isInterrupting = false;
    const resumed = this.#channel.post('Debugger.resume', { terminateOnResume: true });
    // What comes along with it would be given up instead.
    this.#channel.gate.close();
    await resumed;
  }

  async #interrupt(evaluation: Evaluation): Promise<void> {
    if (!this.#running.has(evaluation)) return;
    const pause = this.#pausedAt();
    this.#isInterrupting = pause === undefined;
    try {
      if (pause) {
        // It stays there for as long as the user wants.
        evaluation.refusals = ATTEMPTS;
        return this.canGiveUp(pause) ? await this.giveUp() : undefined;
      }
      await this.#channel.post('Debugger.pause');
      setTimeout(() => void this.#interrupt(evaluation), PATIENCE).unref();
    } catch {
      // The isolate is gone.
    }
  }

  /** The evaluation that a pause is in; not the one that it has been begun in. */
  #innermost({ callFrames }: Pause): Evaluation | undefined {
    for (const { location } of callFrames) {
      for (const evaluation of this.#running)
        if (location.scriptId === evaluation.scriptId) return evaluation;
    }
    return undefined;
  }

  #refused(evaluation: Evaluation): void {
    evaluation.refusals += 1;
    if (evaluation.refusals < ATTEMPTS) return;
    this.#running.delete(evaluation);
    this.#tell(errors.evaluationStays());
  }

  #entered(evaluation: Evaluation): void {
    if (this.#entering !== evaluation) return;
    this.#entering = undefined;
    evaluation.begun();
  }
}
