import type { DebugProtocol } from '@vscode/debugprotocol';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import { requestPause } from './pausing.ts';
import { forgetReturned } from './returned-value.ts';
import { pausedThread } from './stack.ts';
import type { StepKind } from './step.ts';
import { beginStep, beginStepInto } from './stepping.ts';
import type { Thread } from './thread.ts';

export async function resume(
  context: EngineContext,
  threadId: number,
): Promise<{ allThreadsContinued: false }> {
  const thread = pausedThread(context, threadId);
  leavePause(context, thread);
  await thread.holds.settled;
  await thread.channel.post('Debugger.resume');
  return { allThreadsContinued: false };
}

interface StepArguments {
  readonly threadId: number;
  readonly granularity?: DebugProtocol.SteppingGranularity;
  readonly targetId?: number;
}

export async function step(
  context: EngineContext,
  { threadId, granularity, targetId }: StepArguments,
  kind: StepKind,
): Promise<Record<string, never>> {
  const thread = pausedThread(context, threadId);
  const pause = thread.paused;
  const target = targetId === undefined ? undefined : thread.stepTargets.get(targetId);
  if (targetId !== undefined && !target) throw errors.stepTargetStale(targetId);
  leavePause(context, thread);
  // V8 has nothing finer than a statement.
  const unit = granularity && granularity !== 'line' ? 'statement' : 'line';
  // An exception that got away has left no call to step in.
  if (pause.callFrames.length === 0) await thread.channel.post('Debugger.resume');
  else if (target) await beginStepInto(thread, pause, target, unit);
  else await beginStep(thread, pause, kind, unit);
  return {};
}

export async function pause(context: EngineContext, threadId: number): Promise<Record<string, never>> {
  const thread = context.threads.get(threadId);
  if (!thread) throw errors.threadUnknown(threadId);
  if (!thread.paused) await requestPause(context, thread);
  return {};
}

/** The thread is about to run: what was shown of its pause means nothing any more. */
export function leavePause(context: EngineContext, thread: Thread): void {
  if (thread.paused?.reason === 'OOM') context.outOfMemory();
  thread.paused = undefined;
  forgetReturned(thread);
  thread.stepTargets.clear();
  context.references.resumed(thread);
  context.dataBreakpoints.resume(thread);
}
