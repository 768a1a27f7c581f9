import type { Protocol } from './inspector-channel.ts';
import { asArgument } from './limited-call.ts';
import type { Thread } from './thread.ts';

type Pause = Protocol.Debugger.PausedEvent;
type CallFrame = Protocol.Debugger.CallFrame;
type RemoteObject = Protocol.Runtime.RemoteObject;

/** What a function returned, kept beyond the pause at which V8 told it. */
export type Returned = RemoteObject;

/** Under which name a person finds it, among the variables and in expressions. */
export const RETURN_VALUE = '$returnValue';

const GROUP = 'returned';

/** Functions with more ways out are left without their value being told. */
const MAX_EXITS = 50;

/** What the function at whose end a thread is paused returns; undefined where V8 does not tell, or there is nothing to tell. */
export async function returnedAt(
  thread: Thread,
  { callFrames: [call] }: Pause,
): Promise<Returned | undefined> {
  const value = call?.returnValue;
  if (!value || value.type === 'undefined') return undefined;
  if (!value.objectId) return value;
  // V8 releases what belongs to a pause when the thread runs on.
  const { result } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId: value.objectId,
    functionDeclaration: 'function () { "use strict"; return this; }',
    objectGroup: GROUP,
    generatePreview: true,
    silent: true,
  });
  return result;
}

/** The value that a frame is shown with: the one it is about to return, or the one it was given by the call before. */
export function returnValueOf({ paused, returned }: Thread, call: CallFrame): RemoteObject | undefined {
  if (call.returnValue && call.returnValue.type !== 'undefined') return call.returnValue;
  return paused?.callFrames[0] === call ? returned : undefined;
}

export function forgetReturned(thread: Thread): void {
  if (!thread.returned) return;
  thread.returned = undefined;
  thread.channel.post('Runtime.releaseObjectGroup', { objectGroup: GROUP }).catch(() => {
    // The isolate is gone.
  });
}

/** Has a thread pause wherever the function on top returns: only there V8 tells what. */
export async function trapReturns(thread: Thread, { callFrames: [call] }: Pause): Promise<void> {
  const scope = call?.scopeChain.find(({ type }) => type === 'local');
  if (!scope?.startLocation || !scope.endLocation) return;
  const { locations } = await thread.channel.post('Debugger.getPossibleBreakpoints', {
    start: scope.startLocation,
    end: scope.endLocation,
    restrictToFunction: true,
  });
  const exits = locations.filter(({ type }) => type === 'return');
  if (exits.length <= MAX_EXITS) {
    await Promise.all(exits.map((exit) => thread.traps.atLocation(exit)));
  }
}

/** Has a call that is about to return do so with another value. */
export async function returnInstead(
  { channel }: Thread,
  call: CallFrame,
  value: RemoteObject,
): Promise<void> {
  const newValue = asArgument(value);
  try {
    await channel.post('Debugger.setReturnValue', { newValue });
  } catch {
    // V8 does not see that it is at a return once no breakpoint is left in the function.
    const { breakpointId } = await channel.post('Debugger.setBreakpoint', { location: call.location });
    await channel.post('Debugger.setReturnValue', { newValue });
    await channel.post('Debugger.removeBreakpoint', { breakpointId });
  }
  call.returnValue = value;
}

/** Lets expressions use the value by its name, for as long as `work` takes. */
export async function withReturnValue<T>(
  thread: Thread,
  call: CallFrame,
  expression: string,
  work: () => Promise<T>,
): Promise<T> {
  const value = expression.includes(RETURN_VALUE) ? returnValueOf(thread, call) : undefined;
  if (!value) return work();
  const { result: global } = await thread.channel.post('Debugger.evaluateOnCallFrame', {
    callFrameId: call.callFrameId,
    expression: 'globalThis',
    silent: true,
  });
  const define = (text: string, ...args: Protocol.Runtime.CallArgument[]) =>
    thread.channel.post('Runtime.callFunctionOn', {
      objectId: global.objectId!,
      functionDeclaration: `function (value) { ${text} }`,
      arguments: args,
      silent: true,
    });
  const { objectId, unserializableValue, value: plain } = value;
  const argument = objectId ? { objectId } : unserializableValue ? { unserializableValue } : { value: plain };
  await define(`Object.defineProperty(this, '${RETURN_VALUE}', { value, configurable: true });`, argument);
  try {
    return await work();
  } finally {
    await define(`delete this.${RETURN_VALUE};`);
  }
}
