import type { EngineContext } from './context.ts';
import { forgetReturned } from './returned-value.ts';
import type { Thread } from './thread.ts';

/** The thread is about to run: what was shown of its pause means nothing any more. */
export function leavePause(context: EngineContext, thread: Thread): void {
  if (thread.paused?.reason === 'OOM') context.outOfMemory();
  thread.paused = undefined;
  forgetReturned(thread);
  thread.stepTargets.clear();
  context.references.resumed(thread);
  context.dataBreakpoints.resume(thread);
}
