import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import { InspectorError } from './inspector-channel.ts';

/** Goes back to the beginning of a call, with the arguments as they are now. What it has done so far stays done. */
export async function restartFrame(
  context: EngineContext,
  { frameId }: Arguments<'restartFrame'>,
): Promise<Body<'restartFrame'>> {
  const { thread, call } = context.references.liveFrame(frameId);
  const name = call.functionName || 'This call';
  if (!call.canBeRestarted) throw errors.frameNotRestartable(name);
  thread.restarting = true;
  try {
    await thread.channel.post('Debugger.restartFrame', { callFrameId: call.callFrameId, mode: 'StepInto' });
  } catch (error) {
    thread.restarting = false;
    throw error instanceof InspectorError ? errors.frameNotRestartable(name) : error;
  }
  return {};
}
