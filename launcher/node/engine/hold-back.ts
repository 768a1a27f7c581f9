import type { EngineContext } from './context.ts';
import type { Thread } from './thread.ts';

/** How often to look whether the way is free, or the user wants to see the thread, in milliseconds. */
const LOOK_INTERVAL_MS = 10;

/**
 * Keeps a paused thread where it is while what it logs cannot be sent: it would pile up here. A user who asks for a pause
 * need not wait for that.
 */
export async function holdBack(context: EngineContext, thread: Thread): Promise<void> {
  while (context.isCongested() && !thread.pauseRequested && context.threads.has(thread.id)) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
  }
}
