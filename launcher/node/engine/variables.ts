import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments, Body } from '../../../protocol/commands.ts';
import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import { lengthOf, previewText } from './preview.ts';
import type { Container, ObjectContainer } from './references.ts';
import type { Thread } from './thread.ts';

type RemoteObject = Protocol.Runtime.RemoteObject;
type Properties = Protocol.Runtime.GetPropertiesResponse;
type Hint = DebugProtocol.VariablePresentationHint;

/** Arrays longer than this are offered in pages. */
const PAGE_FROM = 100;

/** A value as the client is shown it; `reference` is 0 where it has no inside. */
export interface ShownValue {
  readonly value: string;
  readonly type: string;
  readonly variablesReference: number;
  readonly indexedVariables?: number;
  readonly namedVariables?: number;
}

export function showValue(
  context: EngineContext,
  thread: Thread,
  object: RemoteObject,
  evaluateName: string | undefined,
  lasting = false,
): ShownValue {
  const type = object.className ?? object.subtype ?? object.type;
  const value = previewText(object);
  if (!object.objectId || object.type === 'symbol') return { value, type, variablesReference: 0 };
  const isList = object.subtype === 'array' || object.subtype === 'typedarray';
  const length = isList ? lengthOf(object.description) : undefined;
  const container: ObjectContainer = {
    kind: 'object',
    thread,
    objectId: object.objectId,
    length,
    evaluateName,
  };
  const variablesReference = context.references.addContainer(container, thread, lasting);
  // VS Code asks for pages only where it is told that there are named children too: every array has a length.
  const paged =
    length !== undefined && length > PAGE_FROM ? { indexedVariables: length, namedVariables: 1 } : {};
  return { value, type, variablesReference, ...paged };
}

export async function variables(
  context: EngineContext,
  args: Arguments<'variables'>,
): Promise<Body<'variables'>> {
  const container = context.references.container(args.variablesReference);
  const list = await childrenOf(context, container, args);
  // The engine has paged what it can; what is left is cut here.
  const start = pagedByEngine(container, args) ? 0 : (args.start ?? 0);
  return { variables: args.count ? list.slice(start, start + args.count) : list };
}

const pagedByEngine = (container: Container, args: Arguments<'variables'>): boolean =>
  args.filter === 'indexed' && container.kind === 'object' && container.length !== undefined;

async function childrenOf(
  context: EngineContext,
  container: Container,
  args: Arguments<'variables'>,
): Promise<DebugProtocol.Variable[]> {
  switch (container.kind) {
    case 'getter':
      return [await getterValue(context, container)];
    case 'scope':
      return scopeVariables(context, container);
    case 'object':
      if (args.filter === 'indexed')
        return indexed(context, container, args.start ?? 0, args.count ?? PAGE_FROM);
      return properties(context, container, args.filter === 'named');
  }
}

async function properties(
  context: EngineContext,
  container: ObjectContainer,
  namedOnly: boolean,
): Promise<DebugProtocol.Variable[]> {
  const found = await container.thread.channel.post('Runtime.getProperties', {
    objectId: container.objectId,
    ownProperties: true,
    generatePreview: true,
    ...(namedOnly ? { nonIndexedPropertiesOnly: true } : {}),
  });
  return describe(context, container, found);
}

/** A slice of an array or typed array, taken on the program's side so that only that much is ever looked at. */
async function indexed(
  context: EngineContext,
  container: ObjectContainer,
  start: number,
  count: number,
): Promise<DebugProtocol.Variable[]> {
  const { channel } = container.thread;
  const { result } = await channel.post('Runtime.callFunctionOn', {
    objectId: container.objectId,
    functionDeclaration: SLICE,
    arguments: [{ value: start }, { value: count }],
    silent: true,
  });
  if (!result.objectId) return [];
  const found = await channel.post('Runtime.getProperties', {
    objectId: result.objectId,
    ownProperties: true,
    generatePreview: true,
  });
  await channel.post('Runtime.releaseObject', { objectId: result.objectId });
  return describe(context, container, { result: found.result });
}

const SLICE = `function (start, count) {
  const page = Object.create(null);
  const end = Math.min(this.length, start + count);
  for (let index = start; index < end; index += 1) if (index in this) page[index] = this[index];
  return page;
}`;

async function scopeVariables(
  context: EngineContext,
  scope: Extract<Container, { kind: 'scope' }>,
): Promise<DebugProtocol.Variable[]> {
  const { call, thread } = scope.frame;
  const type = call.scopeChain[scope.scopeNumber]?.type;
  const [list, self] = await Promise.all([
    properties(context, scope.object, false),
    type === 'local' && call.this.objectId ? withPreview(thread, call.this) : call.this,
  ]);
  if (type !== 'local' && type !== 'module') return list;
  const extras: DebugProtocol.Variable[] = [];
  if (call.returnValue && call.returnValue.type !== 'undefined' && scope.scopeNumber === 0) {
    extras.push({
      name: 'Return value',
      ...showValue(context, thread, call.returnValue, undefined),
      presentationHint: { attributes: ['readOnly'] },
    });
  }
  if (self.type !== 'undefined') {
    extras.push({ name: 'this', evaluateName: 'this', ...showValue(context, thread, self, 'this') });
  }
  return [...list.filter((variable) => variable.name !== 'this'), ...extras];
}

/** V8 sends `this` of a frame bare. */
async function withPreview(thread: Thread, { objectId }: RemoteObject): Promise<RemoteObject> {
  const { result } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId: objectId!,
    functionDeclaration: 'function () { "use strict"; return this; }',
    generatePreview: true,
    silent: true,
  });
  return result;
}

function describe(
  context: EngineContext,
  container: ObjectContainer,
  found: Properties,
): DebugProtocol.Variable[] {
  const { thread } = container;
  const own = found.result.map((property) => describeProperty(context, container, property));
  const ofClass = (found.privateProperties ?? []).map((property) => {
    const name = property.name;
    if (!property.value) return getter(context, container, name, { visibility: 'private' });
    const shown = showValue(context, thread, property.value, nameOf(container.evaluateName, name));
    return {
      name,
      ...evaluateNameOf(container, name),
      ...shown,
      presentationHint: { visibility: 'private' as const },
    };
  });
  const internal = (found.internalProperties ?? [])
    .filter((property) => property.value !== undefined && !HIDDEN.has(property.name))
    .map((property) => ({
      name: property.name,
      ...showValue(context, thread, property.value!, undefined),
      presentationHint: { visibility: 'internal' as const, attributes: ['readOnly'] },
    }));
  return [...own, ...ofClass, ...internal];
}

/** Internals of V8 that are the debugger's business only. */
const HIDDEN = new Set(['[[FunctionLocation]]', '[[Scopes]]']);

function describeProperty(
  context: EngineContext,
  container: ObjectContainer,
  property: Protocol.Runtime.PropertyDescriptor,
): DebugProtocol.Variable {
  const { name } = property;
  const hint: Hint = property.enumerable ? {} : { visibility: 'internal' };
  if (!property.value) {
    if (property.get?.type === 'function') return getter(context, container, name, hint);
    return {
      name,
      value: property.set ? '(setter only)' : '(not initialized)',
      variablesReference: 0,
      presentationHint: hint,
    };
  }
  const attributes = property.writable === false ? { attributes: ['readOnly'] } : {};
  return {
    name,
    ...evaluateNameOf(container, name),
    ...showValue(context, container.thread, property.value, nameOf(container.evaluateName, name)),
    presentationHint: { ...hint, ...attributes },
  };
}

/** A getter runs the program's code, so it is called only when somebody asks for it. */
function getter(
  context: EngineContext,
  { thread, objectId }: ObjectContainer,
  name: string,
  hint: Hint,
): DebugProtocol.Variable {
  const container: Container = { kind: 'getter', thread, owner: objectId, name };
  return {
    name,
    value: '(…)',
    variablesReference: context.references.addContainer(container, thread),
    presentationHint: { ...hint, lazy: true },
  };
}

async function getterValue(
  context: EngineContext,
  { thread, owner, name }: Extract<Container, { kind: 'getter' }>,
): Promise<DebugProtocol.Variable> {
  const { result, exceptionDetails } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId: owner,
    functionDeclaration: 'function (name) { return this[name]; }',
    arguments: [{ value: name }],
    generatePreview: true,
    silent: true,
  });
  if (!exceptionDetails) return { name: '', ...showValue(context, thread, result, undefined) };
  const thrown = result.description?.split('\n')[0] ?? previewText(result);
  return { name: '', value: `threw ${thrown}`, variablesReference: 0 };
}

const evaluateNameOf = (container: ObjectContainer, name: string): { evaluateName?: string } => {
  const evaluateName = nameOf(container.evaluateName, name);
  return evaluateName === undefined ? {} : { evaluateName };
};

/** How to get at a member of an expression. Members of a scope (its expression is empty) go by their name alone. */
export function nameOf(owner: string | undefined, name: string): string | undefined {
  if (owner === undefined || name.startsWith('Symbol(')) return undefined;
  if (owner === '') return name;
  if (/^[\p{ID_Start}$_#][\p{ID_Continue}$]*$/u.test(name)) return `${owner}.${name}`;
  return /^(?:0|[1-9]\d*)$/.test(name) ? `${owner}[${name}]` : `${owner}[${JSON.stringify(name)}]`;
}
