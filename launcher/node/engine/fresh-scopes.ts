import type { Protocol } from './inspector-channel.ts';
import { OF_STOP } from './limited-call.ts';
import type { LiveFrame } from './references.ts';
import type { Thread } from './thread.ts';

type Property = Protocol.Runtime.PropertyDescriptor;

/** Pauses in which something was evaluated that may have changed variables. */
const touched = new WeakSet<Protocol.Debugger.PausedEvent>();

export function markTouched({ paused }: Thread): void {
  if (paused) touched.add(paused);
}

/** Scopes that V8 shows as they were when the thread paused. */
const COPIED = new Set(['local', 'closure', 'block', 'catch', 'module', 'eval']);

/** The variables of a scope as they are now: what V8 handed out at the pause is a copy that nothing changes. */
export async function freshVariables(
  { thread, call }: LiveFrame,
  scopeNumber: number,
  found: readonly Property[],
): Promise<readonly Property[]> {
  const type = call.scopeChain[scopeNumber]?.type ?? '';
  if (!thread.paused || !touched.has(thread.paused) || !COPIED.has(type)) return found;
  const shadowed = await namesInside(thread, call, scopeNumber);
  const names = found
    .filter(({ name, value }) => value && name !== 'this' && name !== 'arguments' && !shadowed.has(name))
    .map(({ name }) => name);
  const { result, exceptionDetails } = await thread.channel.post('Debugger.evaluateOnCallFrame', {
    callFrameId: call.callFrameId,
    expression: `({ __proto__: null, ${names.join()} })`,
    objectGroup: OF_STOP,
    silent: true,
    throwOnSideEffect: true,
  });
  if (exceptionDetails || !result.objectId) return found;
  const now = await thread.channel.post('Runtime.getProperties', {
    objectId: result.objectId,
    ownProperties: true,
  });
  const values = new Map(now.result.map(({ name, value }) => [name, value]));
  return found.map((property) => {
    const value = values.get(property.name);
    return value ? { ...property, value } : property;
  });
}

async function namesInside(
  thread: Thread,
  call: Protocol.Debugger.CallFrame,
  scopeNumber: number,
): Promise<Set<string>> {
  const inner = await Promise.all(
    call.scopeChain
      .slice(0, scopeNumber)
      .map(({ object }) =>
        thread.channel.post('Runtime.getProperties', { objectId: object.objectId!, ownProperties: true }),
      ),
  );
  return new Set(inner.flatMap(({ result }) => result.map(({ name }) => name)));
}
