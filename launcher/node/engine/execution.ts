import type { DebugProtocol } from '@vscode/debugprotocol';
import { errors } from '../../../protocol/errors.ts';
import { letOthersGo } from './all-threads.ts';
import type { EngineContext } from './context.ts';
import { leavePause } from './leave-pause.ts';
import { requestPause } from './pausing.ts';
import { pausedThread } from './stack.ts';
import type { StepKind } from './step.ts';
import { beginStep, beginStepInto } from './stepping.ts';

export async function resume(
  context: EngineContext,
  { threadId, singleThread }: DebugProtocol.ContinueArguments,
): Promise<{ allThreadsContinued: boolean }> {
  const thread = pausedThread(context, threadId);
  leavePause(context, thread);
  const others = letOthersGo(context, thread, singleThread);
  // No await but for a reason: a worker is resumed in the last moment of a process, where nothing comes after an await.
  if (thread.holds.change) await thread.holds.change;
  await thread.channel.post('Debugger.resume');
  return { allThreadsContinued: await others };
}

interface StepArguments {
  readonly threadId: number;
  readonly granularity?: DebugProtocol.SteppingGranularity;
  readonly targetId?: number;
  readonly singleThread?: boolean;
}

export async function step(
  context: EngineContext,
  { threadId, granularity, targetId, singleThread }: StepArguments,
  kind: StepKind,
): Promise<Record<string, never>> {
  const thread = pausedThread(context, threadId);
  const pause = thread.paused;
  const target = targetId === undefined ? undefined : thread.stepTargets.get(targetId);
  if (targetId !== undefined && !target) throw errors.stepTargetStale(targetId);
  leavePause(context, thread);
  await letOthersGo(context, thread, singleThread);
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
