import type { EngineContext } from './context.ts';
import type { Method, Protocol } from './inspector-channel.ts';
import { originalOf } from './locations.ts';
import type { Step, StepKind, Thread } from './thread.ts';

const commands = {
  next: 'Debugger.stepOver',
  stepIn: 'Debugger.stepInto',
  stepOut: 'Debugger.stepOut',
} as const satisfies Record<StepKind, Method>;

/** Begins a step of a paused thread. */
export async function beginStep(
  thread: Thread,
  pause: Protocol.Debugger.PausedEvent,
  kind: StepKind,
): Promise<void> {
  thread.step = { kind, depth: pause.callFrames.length, line: await lineKey(thread, pause) };
  await thread.channel.post(thread.pausedInOwnCode ? 'Debugger.stepOut' : commands[kind]);
}

/** Whether a pause during a step is the step's end, or something on the way (a log point in a called function). */
export function stepHasLanded(step: Step, pause: Protocol.Debugger.PausedEvent): boolean {
  const depth = pause.callFrames.length;
  if (step.kind === 'stepIn') return true;
  return step.kind === 'next' ? depth <= step.depth : depth < step.depth;
}

/** Takes a step up again after a pause on its way: V8 forgets a step when it pauses for another reason. */
export async function continueStep(thread: Thread, step: Step): Promise<void> {
  thread.step = { ...step, interrupted: true };
  await thread.channel.post('Debugger.stepOut');
}

/**
 * Goes on where a step has landed on a spot that means nothing to the user: skipped code, code that no source accounts
 * for, the same line of a mapped source again. True when it went on.
 */
export async function stepFurther(
  context: EngineContext,
  thread: Thread,
  step: Step,
  pause: Protocol.Debugger.PausedEvent,
): Promise<boolean> {
  const { location } = pause.callFrames[0]!;
  if (await isSkipped(context, thread, pause)) {
    // Out at once: from the depths of Node's own code V8 does not always find back (out of a `finally`, for one).
    await continueStep(thread, step);
    return true;
  }
  const original = await originalOf(thread, location);
  const mapped = thread.scripts.get(location.scriptId)?.map !== undefined;
  const sameLine =
    (mapped || step.interrupted) &&
    pause.callFrames.length === step.depth &&
    step.kind !== 'stepOut' &&
    (await lineKey(thread, pause)) === step.line;
  if ((!mapped || original) && !sameLine) return false;
  thread.step = step;
  await thread.channel.post(commands[step.kind]);
  return true;
}

/** Whether a pause is in code that the user does not want to see. */
export async function isSkipped(
  { skipFiles }: EngineContext,
  thread: Thread,
  pause: Protocol.Debugger.PausedEvent,
): Promise<boolean> {
  const location = pause.callFrames[0]?.location;
  const script = location && thread.scripts.get(location.scriptId);
  if (!script) return false;
  if (script.isInternal) return skipFiles.skipsInternal(script.url);
  const original = await originalOf(thread, location);
  const path = original?.source.path ?? script.path;
  return path !== undefined && skipFiles.skipsFile(path);
}

/** Names the source line on which a thread is paused; equal for two spots of one line. */
async function lineKey(thread: Thread, pause: Protocol.Debugger.PausedEvent): Promise<string> {
  const { location } = pause.callFrames[0]!;
  const original = await originalOf(thread, location);
  return original
    ? `${original.source.path}:${original.line}`
    : `${location.scriptId}:${location.lineNumber}`;
}
