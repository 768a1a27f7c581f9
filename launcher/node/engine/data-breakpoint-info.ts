import type { Arguments, Body } from '../../../protocol/commands.ts';
import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import { nameOf } from './member-names.ts';
import { KEY_IN } from './property-watch.ts';
import type { Frame, LiveFrame } from './references.ts';
import type { Thread } from './thread.ts';

type Info = Body<'dataBreakpointInfo'>;

/** A property that somebody points at. */
interface Place {
  readonly thread: Thread;
  readonly objectId: string;
  readonly name: string;
  readonly label: string;
}

/** Says whether what the user points at can be watched, and under which id; or why not. */
export async function dataBreakpointInfo(
  context: EngineContext,
  args: Arguments<'dataBreakpointInfo'>,
): Promise<Info> {
  const place = await placeOf(context, args);
  if (typeof place === 'string') return refused(place);
  const { thread, objectId, name, label } = place;
  const found = await inspect(place);
  if ('refusal' in found) return refused(found.refusal);
  const dataId = await context.dataBreakpoints.remember({ thread, name, label }, objectId);
  const both = found.reads && found.writes;
  return {
    dataId,
    description: label,
    accessTypes: both ? ['read', 'write', 'readWrite'] : found.reads ? ['read'] : ['write'],
    canPersist: false,
  };
}

const refused = (description: string): Info => ({ dataId: null, description });

const LOCAL =
  'is a variable: V8 offers no way to watch one. Properties of objects can be watched; for a variable, set a breakpoint with a condition where it changes.';

/** The property, or why there is none. */
async function placeOf(
  context: EngineContext,
  args: Arguments<'dataBreakpointInfo'>,
): Promise<Place | string> {
  const { name, variablesReference, frameId } = args;
  if (args.asAddress || args.bytes !== undefined) return 'Values of JavaScript have no address.';
  if (!variablesReference) {
    return placeOfExpression(
      context,
      name,
      frameId === undefined ? undefined : context.references.liveFrame(frameId),
    );
  }
  const shown = context.references.container(variablesReference);
  const container = shown.kind === 'range' ? shown.of : shown;
  if (container.kind === 'object') {
    const { thread, objectId, evaluateName } = container;
    return { thread, objectId, name, label: nameOf(evaluateName, name) ?? name };
  }
  if (container.kind !== 'scope') return `${name || 'This'} is not a property.`;
  const { frame, scopeNumber, object } = container;
  if (frame.call.scopeChain[scopeNumber]?.type !== 'global') return `${name} ${LOCAL}`;
  return { thread: frame.thread, objectId: object.objectId, name, label: name };
}

async function placeOfExpression(
  context: EngineContext,
  expression: string,
  frame: LiveFrame | undefined,
): Promise<Place | string> {
  const thread = frame?.thread ?? context.threads.values().next().value;
  if (!thread) return 'The program has ended.';
  const where = frame ?? { thread, call: undefined };
  const parts = await memberOf(expression);
  if (!parts) return `${expression} is not a property: write it as object.property.`;
  if (parts.object === undefined && frame && (await isVariable(frame, expression))) {
    return `${expression} ${LOCAL}`;
  }
  const object = await lookUp(where, parts.object ?? 'globalThis');
  if (typeof object === 'string') return object;
  if (!object.objectId) return `${parts.object} is not an object.`;
  const name = parts.name ?? String((await keyOf(where, parts.key!)) ?? '');
  return { thread, objectId: object.objectId, name, label: expression.trim() };
}

/** `a.b`, `a[b]`, or `b` alone, taken apart; undefined when it is none of these. */
async function memberOf(
  expression: string,
): Promise<{ object?: string; name?: string; key?: string } | undefined> {
  const { parseExpressionAt } = await import('acorn');
  try {
    const parsed = parseExpressionAt(expression, 0, { ecmaVersion: 'latest', allowSuperOutsideMethod: true });
    if (expression.slice(parsed.end).trim() !== '') return undefined;
    const node = parsed.type === 'ChainExpression' ? parsed.expression : parsed;
    if (node.type === 'Identifier') return { name: node.name };
    if (node.type !== 'MemberExpression' || node.object.type === 'Super') return undefined;
    const text = ({ start, end }: { start: number; end: number }) => expression.slice(start, end);
    const { object, property, computed } = node;
    if (computed) return { object: text(object), key: text(property) };
    return property.type === 'Identifier' ? { object: text(object), name: property.name } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a name means a variable in a frame, and not a property of the global object. */
async function isVariable({ thread, call }: LiveFrame, name: string): Promise<boolean> {
  for (const { type, object } of call.scopeChain) {
    if (type === 'global' || !object.objectId) continue;
    const { result } = await thread.channel.post('Runtime.getProperties', {
      objectId: object.objectId,
      ownProperties: true,
    });
    if (result.some((variable) => variable.name === name)) return true;
  }
  return false;
}

/** What an expression yields without side effects, or why it does not. */
async function lookUp(
  { thread, call }: Frame,
  text: string,
): Promise<Protocol.Runtime.RemoteObject | string> {
  const common = { expression: `(${text}\n)`, silent: true, throwOnSideEffect: true };
  const { result, exceptionDetails } = await (call
    ? thread.channel.post('Debugger.evaluateOnCallFrame', { callFrameId: call.callFrameId, ...common })
    : thread.channel.post('Runtime.evaluate', common));
  if (!exceptionDetails) return result;
  const thrown = result.description?.split('\n')[0] ?? exceptionDetails.text;
  return thrown.includes('Possible side-effect')
    ? `${text} cannot be looked up without side effects.`
    : `${text} cannot be looked up: ${thrown}.`;
}

async function keyOf(where: Frame, text: string): Promise<unknown> {
  const key = await lookUp(where, text);
  if (typeof key === 'string') return undefined;
  return key.type === 'symbol' ? key.description : (key.value ?? key.unserializableValue);
}

/** What there is of a property, as plain data. */
const INSPECT = `function (name) {
  const keyIn = ${KEY_IN};
  let home = this;
  let key;
  while (home !== null && (key = keyIn(home, name)) === undefined) home = Object.getPrototypeOf(home);
  if (home === null) return { missing: true };
  const { configurable, writable, get, set } = Object.getOwnPropertyDescriptor(home, key);
  const isNative = (value) => typeof value === 'function' && /\\{\\s*\\[native code\\]\\s*\\}$/.test(Function.prototype.toString.call(value));
  const ofNative = home !== this && Object.hasOwn(home, 'constructor') && isNative(home.constructor);
  return {
    configurable,
    frozen: Object.isFrozen(home),
    native: isNative(get) || isNative(set) || ofNative,
    reads: get !== undefined || set === undefined,
    writes: set !== undefined || writable === true,
  };
}`;

interface Inspected {
  readonly missing?: true;
  readonly configurable: boolean;
  readonly frozen: boolean;
  readonly native: boolean;
  readonly reads: boolean;
  readonly writes: boolean;
}

async function inspect({
  thread,
  objectId,
  name,
  label,
}: Place): Promise<{ reads: boolean; writes: boolean } | { refusal: string }> {
  const refuse = (why: string) => ({ refusal: `${label} cannot be watched: ${why}` });
  if (name.startsWith('[[')) return refuse('it is internal to V8.');
  if (name.startsWith('#')) return refuse('it is a private field, which V8 lets nobody redefine.');
  const { result: self } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: 'function () { "use strict"; return this; }',
    silent: true,
  });
  if (self.subtype === 'proxy') return refuse('its object is a Proxy. Watch the property of the target.');
  if (self.subtype === 'typedarray')
    return refuse('it belongs to a typed array, which keeps its values as bytes.');
  const { result } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: INSPECT,
    arguments: [{ value: name }],
    returnByValue: true,
    silent: true,
  });
  const found = result.value as Inspected | undefined;
  if (!found || found.missing) return refuse('there is no such property.');
  if (found.native) return refuse('V8 itself implements it.');
  if (found.frozen) return refuse('its object is frozen.');
  if (!found.configurable) return refuse('it is not configurable, so nothing can take its place.');
  return found;
}
