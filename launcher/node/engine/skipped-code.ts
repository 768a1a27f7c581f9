import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import { originalOf } from './locations.ts';
import type { Thread } from './thread.ts';

type Pause = Protocol.Debugger.PausedEvent;

/** Whether any of the program's own calls is on the stack. Node throws some exceptions again when all of them are over. */
export const hasUserFrame = ({ scripts }: Thread, { callFrames }: Pause): boolean =>
  callFrames.some(({ location }) => {
    const script = scripts.get(location.scriptId);
    return script !== undefined && !script.isInternal && !script.isOwn;
  });

/** Whether any call on the stack is in code of ours. */
export const hasOwnFrame = ({ scripts }: Thread, { callFrames }: Pause): boolean =>
  callFrames.some(({ location }) => scripts.get(location.scriptId)?.isOwn);

/** Whether a pause is in code that the user does not want to see. */
export async function isSkipped(
  { skipFiles }: EngineContext,
  thread: Thread,
  { callFrames: [call] }: Pause,
): Promise<boolean> {
  if (!call) return false;
  const script = thread.scripts.get(call.location.scriptId);
  // One of Node's that V8 never reported: there would be nothing to show.
  if (!script) return true;
  if (script.isInternal) return skipFiles.skipsInternal(script.url);
  const original = await originalOf(thread, call.location);
  return skipFiles.skipsFile(original?.source.path ?? script.name);
}
