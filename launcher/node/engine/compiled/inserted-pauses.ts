import type { UserBreakpoint } from '../breakpoint.ts';
import type { EngineContext } from '../context.ts';
import { holdBack } from '../hold-back.ts';
import type { Protocol } from '../inspector-channel.ts';
import type { Step } from '../step.ts';
import { continueStep, stepHasLanded } from '../stepping.ts';
import type { Thread } from '../thread.ts';
import { logTaken } from './check-messages.ts';
import type { Slot } from './inserted-code.ts';
import type { InsertedRange } from './insertion.ts';

type Pause = Protocol.Debugger.PausedEvent;

/** What was met on the way to a statement, in the checks before it. */
export interface Arrival {
  /** V8's breakpoints. */
  readonly v8Ids: readonly string[];
  /** Breakpoints whose checks say stop. */
  readonly stopping: readonly UserBreakpoint[];
}

const NOTHING: Arrival = { v8Ids: [], stopping: [] };

/**
 * Nobody is to see the program in code that we have inserted. A pause there goes on to the statement behind it, and what
 * it was about is met there; a pause in a call that a condition makes is nobody's business, as it is with V8's conditions.
 */
export class InsertedPauses {
  readonly #context: EngineContext;
  readonly #arrivals = new WeakMap<Thread, Arrival>();

  constructor(context: EngineContext) {
    this.#context = context;
  }

  /** What was met on the way to a pause. Asked once for each. */
  arrival(thread: Thread): Arrival {
    const arrival = this.#arrivals.get(thread) ?? NOTHING;
    this.#arrivals.delete(thread);
    return arrival;
  }

  /** Goes on from a pause in inserted code. False where a pause has nothing to do with it. */
  async pass(thread: Thread, pause: Pause, step: Step | undefined): Promise<boolean> {
    if (pause.reason === 'OOM' || thread.holds.isAbout(pause)) return false;
    const depth = pause.callFrames.findIndex((frame) => thread.inserted.rangeAt(frame));
    if (depth < 0) return false;
    if (depth === 0) await this.#passCheck(thread, pause, step);
    else if (step || thread.pauseRequested) await goOn(thread, step, 'Debugger.stepOut');
    else await thread.channel.post('Debugger.resume');
    return true;
  }

  async #passCheck(thread: Thread, pause: Pause, step: Step | undefined): Promise<void> {
    const { hits, logs } = await thread.inserted.take();
    for (const [message, slot] of logs.entries()) await logTaken(this.#context, thread, slot, message);
    await thread.inserted.settled();
    await holdBack(this.#context, thread);
    const met = this.arrival(thread);
    const arrival: Arrival = {
      v8Ids: [...met.v8Ids, ...(pause.hitBreakpoints ?? [])],
      stopping: [...met.stopping, ...stoppingAt(hits)],
    };
    const isExpected =
      arrival.v8Ids.length > 0 ||
      arrival.stopping.length > 0 ||
      thread.pauseRequested ||
      thread.restarting ||
      (step && stepHasLanded(thread, step, pause));
    if (isExpected) {
      this.#arrivals.set(thread, arrival);
      const top = pause.callFrames[0]!;
      await goOn(thread, step, 'Debugger.stepOver', skipping(top, thread.inserted.rangeAt(top)!));
    } else if (step) await continueStep(thread, step);
    else await thread.channel.post('Debugger.resume');
  }
}

function stoppingAt(slots: readonly Slot[]): UserBreakpoint[] {
  const stopping: UserBreakpoint[] = [];
  for (const { breakpoint, shared } of slots) {
    if (!breakpoint) continue;
    if (shared && !breakpoint.countHit()) continue;
    stopping.push(breakpoint);
  }
  return stopping;
}

/** A step of ours, behind which the user's, if there is one, is still to be judged. */
async function goOn(
  thread: Thread,
  step: Step | undefined,
  how: 'Debugger.stepOver' | 'Debugger.stepOut',
  skipList: Protocol.Debugger.LocationRange[] = [],
): Promise<void> {
  thread.step = step;
  if (how === 'Debugger.stepOut') await thread.channel.post(how);
  else await thread.channel.post(how, { skipList });
}

const skipping = (
  { location: { scriptId } }: Protocol.Debugger.CallFrame,
  { start, end }: InsertedRange,
): Protocol.Debugger.LocationRange[] => [
  {
    scriptId,
    start: { lineNumber: start.line, columnNumber: start.column },
    end: { lineNumber: end.line, columnNumber: end.column },
  },
];
