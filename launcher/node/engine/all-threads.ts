import type { EngineContext } from './context.ts';
import { InspectorError } from './inspector-channel.ts';
import { leavePause } from './leave-pause.ts';
import { requestPause } from './pausing.ts';
import type { Thread } from './thread.ts';

const isGone = (error: unknown): undefined => {
  if (!(error instanceof InspectorError)) throw error;
};

/** Where the user wants it so: a thread that stops stops the others, which stop as soon as they run something. */
export async function stopOthers(context: EngineContext, thread: Thread): Promise<void> {
  if (!context.pauseAllThreads || thread.pausedAlong) return;
  for (const other of othersOf(context, thread)) {
    // It has gone on meanwhile, and with it all the others.
    if (!thread.paused) return;
    if (other.paused || other.pauseRequested) continue;
    other.pausedAlong = true;
    await requestPause(context, other).catch(isGone);
  }
}

/**
 * Where the user wants it so: a thread that goes on lets the others go on. One that has not come to stop yet will not be
 * shown when it does. Returns whether all go on.
 */
export async function letOthersGo(
  context: EngineContext,
  thread: Thread,
  singleThread: boolean | undefined,
): Promise<boolean> {
  thread.pausedAlong = false;
  if (!context.pauseAllThreads || singleThread) return false;
  for (const other of othersOf(context, thread)) {
    if (other.paused) {
      leavePause(context, other);
      context.emit({ event: 'continued', body: { threadId: other.id, allThreadsContinued: false } });
      if (other.holds.change) await other.holds.change;
      await other.channel.post('Debugger.resume').catch(isGone);
    } else if (other.pausedAlong) {
      other.pauseRequested = false;
      other.strayPauses = true;
    }
    other.pausedAlong = false;
  }
  return true;
}

const othersOf = ({ threads }: EngineContext, thread: Thread): Thread[] =>
  [...threads.values()].filter((other) => other !== thread);
