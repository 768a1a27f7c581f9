import type { EngineContext } from './context.ts';
import type { Method, Protocol } from './inspector-channel.ts';
import { originalOf } from './locations.ts';
import { returnedAt, trapReturns } from './returned-value.ts';
import { isSkipped } from './skipped-code.ts';
import {
  functionOf,
  type Granularity,
  newStep,
  placeOf,
  type Step,
  type StepKind,
  spotOf,
  whereIs,
} from './step.ts';
import { trapCallbacks } from './step-callbacks.ts';
import type { Thread } from './thread.ts';

type Pause = Protocol.Debugger.PausedEvent;

const commands = {
  next: 'Debugger.stepOver',
  stepOut: 'Debugger.stepOut',
} as const satisfies Record<Exclude<StepKind, 'stepIn'>, Method>;

/** Begins a step of a paused thread. */
export async function beginStep(
  thread: Thread,
  pause: Pause,
  kind: StepKind,
  granularity: Granularity,
): Promise<void> {
  const step = await newStep(thread, pause, kind, granularity);
  if (kind === 'stepOut') await trapReturns(thread, pause);
  await proceed(thread, step, pause);
}

/** Begins a step into one certain call of the statement: over everything else, up to there. */
export async function beginStepInto(
  thread: Thread,
  pause: Pause,
  target: Protocol.Debugger.Location,
  granularity: Granularity,
): Promise<void> {
  const step = await newStep(thread, pause, 'next', granularity);
  await thread.traps.atLocation(target);
  await proceed(thread, { ...step, target: true }, pause);
}

/** Whether a pause during a step is the step's end, or something on the way (a log point in a called function). */
export function stepHasLanded(thread: Thread, step: Step, pause: Pause): boolean {
  if (step.kind === 'stepIn' || step.left) return true;
  if (thread.traps.sprungBy(pause)) return false;
  const where = whereIs(pause, step);
  return step.kind === 'next' ? where !== 'inside' : where === 'elsewhere';
}

/** Takes a step up again after a pause on its way: V8 forgets a step when it pauses for another reason. */
export async function continueStep(thread: Thread, step: Step): Promise<void> {
  thread.step = { ...step, interrupted: true };
  await thread.channel.post('Debugger.stepOut');
}

/**
 * Goes on where a step has landed on a spot that means nothing to the user: skipped code, code that no source accounts
 * for, the same line again. True when it went on.
 */
export async function stepFurther(
  context: EngineContext,
  thread: Thread,
  step: Step,
  pause: Pause,
): Promise<boolean> {
  if (await isSkipped(context, thread, pause)) {
    await leaveSkipped(context, thread, step, pause);
    return true;
  }
  const isUncovered = context.smartStep && (await hasNoSource(thread, pause));
  if (!isUncovered && !(await isSamePlace(thread, step, pause))) return false;
  const visited = isUncovered ? step.visited : new Set([...step.visited, spotOf(pause)]);
  await proceed(thread, { ...step, visited }, pause);
  return true;
}

/** A step has come to its trap: the call that it wants to go into, or the end of the function that it wants to leave. */
export async function trapSprung(thread: Thread, step: Step, pause: Pause): Promise<void> {
  const isThere = whereIs(pause, step) === 'there';
  // A function that calls itself comes by many times, and what it returns is not worth that; a target is.
  if (isThere || !step.target) await thread.traps.remove();
  if (!isThere) return continueStep(thread, step);
  const { target, ...rest } = step;
  await proceed(thread, target ? { ...rest, kind: 'stepIn' } : step, pause);
}

async function proceed(thread: Thread, step: Step, pause: Pause): Promise<void> {
  // From code of ours V8 has to come back to the program's first.
  if (thread.pausedInOwnCode) return continueStep(thread, step);
  const returned = await returnedAt(thread, pause);
  thread.step = returned ? { ...step, returned } : step;
  // Into a promise's callbacks, too.
  if (step.kind === 'stepIn') await thread.channel.post('Debugger.stepInto', { breakOnAsyncCall: true });
  else await thread.channel.post(commands[step.kind]);
}

async function leaveSkipped(context: EngineContext, thread: Thread, step: Step, pause: Pause): Promise<void> {
  const where = whereIs(pause, step);
  if (step.kind === 'stepIn' && where === 'inside' && thread.traps.size === 0) {
    // What the user wants to see may be called from here: a listener, say.
    const isLater = await trapCallbacks(context, thread, step, pause);
    if (isLater) {
      thread.step = step;
      await thread.channel.post('Debugger.resume');
      return;
    }
  }
  // Out at once: from the depths of Node's own code V8 does not always find back (out of a `finally`, for one).
  await continueStep(thread, where === 'elsewhere' ? { ...step, left: true } : step);
}

async function hasNoSource(thread: Thread, { callFrames: [call] }: Pause): Promise<boolean> {
  const original = await originalOf(thread, call!.location);
  return !original && thread.scripts.get(call!.location.scriptId)?.map !== undefined;
}

/** Whether the step is still where it began, for the first time at this spot. */
async function isSamePlace(thread: Thread, step: Step, pause: Pause): Promise<boolean> {
  if (step.kind === 'stepOut' || step.visited.has(spotOf(pause)) || !isSameCall(thread, step, pause))
    return false;
  return (await placeOf(thread, pause, step.granularity)) === step.place;
}

/** A function that has awaited comes back at the bottom of another stack. */
function isSameCall(thread: Thread, step: Step, pause: Pause): boolean {
  if (whereIs(pause, step) === 'there') return true;
  const [call, caller] = pause.callFrames;
  const callerScript = caller && thread.scripts.get(caller.location.scriptId);
  return functionOf(call!) === step.function && (!callerScript || callerScript.isInternal);
}
