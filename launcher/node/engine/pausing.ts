import type { EngineContext } from './context.ts';
import type { Thread } from './thread.ts';

/** Milliseconds until a pause that did not come is asked for again; doubled each time. */
const FIRST_PATIENCE = 25;
const LONGEST_PATIENCE = 1000;
/** From when on the user is told why nothing happens. */
const SILENCE = 400;

/**
 * Asks a running thread to pause, until it does: V8 drops the request when it happens to reach the thread inside a
 * function that is skipped, such as Node's own output. A thread that has nothing to do pauses with the next code of the
 * program's that it runs.
 */
export async function requestPause(context: EngineContext, thread: Thread): Promise<void> {
  thread.pauseRequested = true;
  await thread.channel.post('Debugger.pause');
  insist(context, thread, FIRST_PATIENCE);
}

function insist(context: EngineContext, thread: Thread, patience: number): void {
  const timer = setTimeout(() => {
    if (!thread.pauseRequested || thread.paused) return;
    // It has paused, and is on its way to where it may stop.
    if (Date.now() - thread.lastPauseAt < patience) return insist(context, thread, patience);
    thread.strayPauses = true;
    if (patience >= SILENCE && patience < 2 * SILENCE && !thread.pausedAlong) tellIdle(context, thread);
    thread.channel.post('Debugger.pause').then(
      () => insist(context, thread, Math.min(patience * 2, LONGEST_PATIENCE)),
      () => {
        // The isolate is gone.
      },
    );
  }, patience);
  timer.unref();
}

function tellIdle({ emit }: EngineContext, { name }: Thread): void {
  const output = `The thread "${name}" runs no code of the program at the moment. It pauses as soon as it does.\n`;
  emit({ event: 'output', body: { category: 'console', output } });
}
