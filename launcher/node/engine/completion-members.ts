import type { Candidate } from './completions.ts';
import { inGeneratedNames, renamedIn } from './frame-names.ts';
import type { Protocol } from './inspector-channel.ts';
import { OF_STOP } from './limited-call.ts';
import type { LiveFrame } from './references.ts';
import type { Thread } from './thread.ts';

type RemoteObject = Protocol.Runtime.RemoteObject;

/** Who types does not wait longer for help. In milliseconds. */
const LIMIT = 300;

/** The members of what an expression stands for; none where that cannot be had without side effects. */
export async function membersOf(
  thread: Thread,
  frame: LiveFrame | undefined,
  owner: string,
): Promise<Candidate[]> {
  const object = await withoutSideEffects(thread, frame, `Object(${owner}\n)`).catch(() => undefined);
  if (!object?.objectId) return [];
  const [members, privates] = await Promise.all([
    listed(thread, await behindProxies(thread, object)),
    thread.channel.post('Runtime.getProperties', {
      objectId: object.objectId,
      ownProperties: true,
      accessorPropertiesOnly: true,
    }),
  ]);
  const hidden = privates.privateProperties ?? [];
  return [...members, ...hidden.map(({ name }): Candidate => ({ name, type: 'field', rank: 50 }))];
}

async function withoutSideEffects(
  thread: Thread,
  frame: LiveFrame | undefined,
  expression: string,
): Promise<RemoteObject | undefined> {
  const options = { silent: true, throwOnSideEffect: true, objectGroup: OF_STOP, timeout: LIMIT };
  const callFrameId = frame?.call.callFrameId ?? thread.paused?.callFrames[0]?.callFrameId;
  const text = frame ? await inGeneratedNames(expression, await renamedIn(frame)) : expression;
  const { result, exceptionDetails } = await (callFrameId === undefined
    ? thread.channel.post('Runtime.evaluate', { ...options, expression: text })
    : thread.channel.post('Debugger.evaluateOnCallFrame', { ...options, expression: text, callFrameId }));
  return exceptionDetails ? undefined : result;
}

/** A proxy would notice being asked; what it stands for does not. */
async function behindProxies(thread: Thread, object: RemoteObject): Promise<RemoteObject | undefined> {
  let seen: RemoteObject | undefined = object;
  while (seen?.subtype === 'proxy') {
    const found: Protocol.Runtime.GetPropertiesResponse = await thread.channel.post('Runtime.getProperties', {
      objectId: seen.objectId!,
      ownProperties: true,
    });
    seen = found.internalProperties?.find(({ name }) => name === '[[Target]]')?.value;
  }
  return seen?.objectId ? seen : undefined;
}

async function listed(thread: Thread, object: RemoteObject | undefined): Promise<Candidate[]> {
  if (!object?.objectId) return [];
  const { result } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId: object.objectId,
    functionDeclaration: LIST,
    returnByValue: true,
    silent: true,
    throwOnSideEffect: true,
  });
  return Array.isArray(result.value)
    ? result.value.map(([name, type, rank]) => ({ name, type, rank }) as Candidate)
    : [];
}

/** Looks at descriptors only, so that no getter is called. Elements of an array are no help. */
const LIST = `function () {
  const found = [];
  let rank = 0;
  for (let object = this; object && rank < 20; object = Object.getPrototypeOf(object)) {
    let left = 1000;
    const isList = Array.isArray(object) || ArrayBuffer.isView(object);
    if (isList && object.length > 1000) { rank += 1; found.push(['length', 'property', 0]); continue; }
    for (const name of Object.getOwnPropertyNames(object)) {
      if (isList && String(name >>> 0) === name) continue;
      left -= 1;
      if (left < 0) break;
      const { value } = Object.getOwnPropertyDescriptor(object, name);
      found[found.length] = [name, typeof value === 'function' ? (rank || name !== 'constructor' ? 'method' : 'class') : 'property', rank];
    }
    rank += 1;
  }
  return found;
}`;
