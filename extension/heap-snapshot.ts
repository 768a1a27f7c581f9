import { showRecording } from './recordings.ts';
import type { Sessions } from './sessions.ts';

/** Saves the heap of the active session and shows it; resolves with its path. */
export async function takeHeapSnapshot(sessions: Sessions): Promise<string | undefined> {
  const session = sessions.active();
  if (!session) return undefined;
  return showRecording(() => session.customRequest('tandem.heapSnapshot', {}));
}
