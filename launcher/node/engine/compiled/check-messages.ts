import { logText, reportFailure, sendLog } from '../breakpoint-actions.ts';
import type { EngineContext } from '../context.ts';
import type { Protocol } from '../inspector-channel.ts';
import type { Thread } from '../thread.ts';
import type { Slot } from './inserted-code.ts';

/** A check has something to say, without a pause. */
export function checkSaid(
  context: EngineContext,
  thread: Thread,
  call: Protocol.Runtime.BindingCalledEvent,
): void {
  const message = thread.inserted.message(call);
  const breakpoint = message?.slot.breakpoint;
  if (!message || !breakpoint) return;
  if (message.kind === 'failed') reportFailure(context, breakpoint, message.text);
  else void emit(context, thread, message.slot, Promise.resolve(message.text));
}

/** A log message that needs V8 to describe its values, while the program is paused behind it. */
export async function logTaken(
  context: EngineContext,
  thread: Thread,
  slot: Slot,
  message: number,
): Promise<void> {
  const { breakpoint } = slot;
  if (!breakpoint || (slot.shared && !breakpoint.countHit())) return;
  let index = 0;
  const parts = breakpoint.log!.map((part) =>
    'text' in part ? part : { expression: thread.inserted.valueExpression(message, index++) },
  );
  const text = logText(thread, parts, (expression) => thread.channel.post('Runtime.evaluate', expression));
  await emit(context, thread, slot, text);
}

/** One after the other: the first message from a place has to wait until it is known what to call that place. */
function emit(context: EngineContext, thread: Thread, slot: Slot, text: Promise<string>): Promise<void> {
  return thread.inserted.inOrder(async () => sendLog(context, thread, slot.location!, await text));
}
