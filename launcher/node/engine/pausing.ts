import type { Thread } from './thread.ts';

/** Milliseconds until a pause that did not come is asked for again; doubled each time. */
const FIRST_PATIENCE = 25;
const LONGEST_PATIENCE = 1000;

/**
 * Asks a running thread to pause, until it does: V8 drops the request when it happens to reach the thread inside a
 * function that is skipped, such as Node's own output. A thread that has nothing to do pauses with its next event.
 */
export async function requestPause(thread: Thread): Promise<void> {
  thread.pauseRequested = true;
  await thread.channel.post('Debugger.pause');
  insist(thread, FIRST_PATIENCE);
}

function insist(thread: Thread, patience: number): void {
  const timer = setTimeout(() => {
    if (!thread.pauseRequested || thread.paused) return;
    thread.channel.post('Debugger.pause').then(
      () => insist(thread, Math.min(patience * 2, LONGEST_PATIENCE)),
      () => {
        // The isolate is gone.
      },
    );
  }, patience);
  timer.unref();
}
