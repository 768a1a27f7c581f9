import type { InspectorChannel, Protocol } from './inspector-channel.ts';

type Pause = Protocol.Debugger.PausedEvent;

/** Something typed that a running thread evaluates. */
interface Evaluation {
  /** Known once it has begun. */
  scriptId: string | undefined;
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
 * What a running thread is evaluating, so that it can be got out of it.
 *
 * Node hands a thread no inspector message while the thread works on one, and an evaluation is just that; only a pause
 * inside it opens the way again, also for the time after it. So each evaluation begins with a pause, which is left at
 * once. To end one, the thread is paused and resumed in such a way that what is on its stack is given up; never without
 * having seen the evaluation on that stack, for it would be the program that is given up.
 */
export class Evaluations {
  readonly #channel: InspectorChannel;
  readonly #pausedAt: () => Pause | undefined;
  readonly #running = new Set<Evaluation>();
  /** The one that V8 is about to come to. */
  #entering: Evaluation | undefined;

  #isInterrupting = false;

  /** @param pausedAt the pause that the thread is in, as far as the client knows */
  constructor(channel: InspectorChannel, pausedAt: () => Pause | undefined) {
    this.#channel = channel;
    this.#pausedAt = pausedAt;
  }

  /** Something for V8 to stop at first, so that the rest can be interrupted. A directive has to stay the first. */
  static interruptible(text: string): string {
    return /^\s*['"]/.test(text) ? text : `debugger;${text}`;
  }

  /** Runs `evaluate`, which the signal ends. */
  async track<T>(evaluate: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    // One after the other: while one begins, nothing else may be said.
    while (this.#entering) await this.#entering.hasBegun;
    signal?.throwIfAborted();
    const evaluation: Evaluation = { scriptId: undefined, isUnwanted: false, ...signalOfBegin() };
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

  /** Whether a pause is only the first statement of an evaluation. */
  begins({ reason, callFrames: [top] }: Pause): boolean {
    const evaluation = this.#entering;
    if (!evaluation || !top || top.location.lineNumber !== 0 || top.location.columnNumber) return false;
    if (top.functionName !== '' || top.url !== '') return false;
    evaluation.scriptId = top.location.scriptId;
    // Where every script is held, this is one too: its own pause is still to come.
    if (reason !== 'instrumentation') this.#entered(evaluation);
    return true;
  }

  /** Whether a pause is in the middle of an evaluation that nobody wants any more; not of another one inside it. */
  isUnwanted({ callFrames }: Pause): boolean {
    for (const { location } of callFrames) {
      for (const { scriptId, isUnwanted } of this.#running)
        if (location.scriptId === scriptId) return isUnwanted;
    }
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
      if (pause) return this.isUnwanted(pause) ? await this.giveUp() : undefined;
      await this.#channel.post('Debugger.pause');
      setTimeout(() => void this.#interrupt(evaluation), PATIENCE).unref();
    } catch {
      // The isolate is gone.
    }
  }

  #entered(evaluation: Evaluation): void {
    if (this.#entering !== evaluation) return;
    this.#entering = undefined;
    evaluation.begun();
  }
}
