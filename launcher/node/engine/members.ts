import type { DebugProtocol } from '@vscode/debugprotocol';
import type { EngineContext } from './context.ts';
import { withDescriptions } from './custom-descriptions.ts';
import type { Protocol } from './inspector-channel.ts';
import { nameOf } from './member-names.ts';
import type { GetterContainer, ObjectContainer } from './references.ts';
import { showValue } from './shown-value.ts';

type RemoteObject = Protocol.Runtime.RemoteObject;
type Properties = Protocol.Runtime.GetPropertiesResponse;
type Property = Protocol.Runtime.PropertyDescriptor;
type Hint = DebugProtocol.VariablePresentationHint;
type Variable = DebugProtocol.Variable;

/** An object that is being looked into, for a client. */
export interface Look {
  readonly context: EngineContext;
  readonly object: ObjectContainer;
  /** Its number: what is in it has stable numbers by that. */
  readonly reference: number;
  readonly hex: boolean;
  readonly signal: AbortSignal | undefined;
}

const PROTOTYPE = '[[Prototype]]';

/** Internals of V8 that are the debugger's business only, or are shown in another way. */
const HIDDEN = new Set([
  '[[FunctionLocation]]',
  '[[GeneratorLocation]]',
  '[[PrivateMethods]]',
  '[[Entries]]',
]);

/** Collections whose entries cannot be had from the program itself. */
const ENTRIES_BY_V8 = new Set<string | undefined>(['weakmap', 'weakset', 'iterator']);

/** Shows what V8 or a page says is in an object: properties, private ones, internals, and the prototype last. */
export async function describe(look: Look, found: Properties): Promise<Variable[]> {
  const shown: Shown[] = [
    ...found.result.filter(isOwn).map((property) => ownMember(look, property)),
    ...(found.privateProperties ?? []).map((property) => privateMember(look, property)),
    ...found.result.filter((property) => !isOwn(property)).map((property) => inherited(look, property)),
    ...internalMembers(look, found.internalProperties ?? []),
  ];
  const previewed = await withDescriptions(
    look.context,
    look.object.thread,
    shown.flatMap(({ object }) => object ?? []),
  );
  look.signal?.throwIfAborted();
  let next = 0;
  return shown.map(({ object, ...member }) =>
    object ? show(look, previewed[next++]!, member) : plain(member),
  );
}

/** A member before it is shown: with the value that it has, or with the text that stands for one. */
interface Shown {
  readonly name: string;
  readonly hint: Hint;
  readonly object?: RemoteObject;
  readonly evaluateName?: string | undefined;
  readonly text?: string;
  /** Where the value comes from running code. */
  readonly reference?: number;
}

function show(
  look: Look,
  object: RemoteObject,
  { name, hint, evaluateName }: Omit<Shown, 'object'>,
): Variable {
  const { context, object: owner, reference, hex } = look;
  const key = `${reference}.${name}`;
  const shown = showValue(context, owner.thread, object, evaluateName, owner.isLasting, { key, hex });
  const kind = hint.kind ?? (object.type === 'function' ? 'method' : 'property');
  return {
    name,
    ...(evaluateName !== undefined && { evaluateName }),
    ...shown,
    presentationHint: { ...hint, kind },
  };
}

const plain = ({ name, hint, text = '', reference = 0, evaluateName }: Omit<Shown, 'object'>): Variable => ({
  name,
  ...(evaluateName !== undefined && { evaluateName }),
  value: text,
  variablesReference: reference,
  presentationHint: hint,
});

const isOwn = ({ isOwn }: Property): boolean => isOwn !== false;

function ownMember(look: Look, property: Property): Shown {
  const { name, value, get, set, enumerable, writable } = property;
  const hint: Hint = enumerable ? {} : { visibility: 'internal' };
  const evaluateName = memberName(look.object, name);
  if (value) {
    const attributes = writable === false ? { attributes: ['readOnly'] } : {};
    return { name, hint: { ...hint, ...attributes }, object: value, evaluateName };
  }
  if (get?.type === 'function') return getter(look, property, hint);
  return { name, hint, text: set?.type === 'function' ? '(setter only)' : '(not initialized)' };
}

const memberName = ({ evaluateName, entryOf }: ObjectContainer, name: string): string | undefined =>
  entryOf ? (name === 'value' ? entryOf.valueName : undefined) : nameOf(evaluateName, name);

function privateMember(look: Look, property: Protocol.Runtime.PrivatePropertyDescriptor): Shown {
  const { name, value, get } = property;
  const hint: Hint = { visibility: 'private' };
  if (value) return { name, hint, object: value, evaluateName: nameOf(look.object.evaluateName, name) };
  return get ? getter(look, property, hint) : { name, hint, text: '(setter only)' };
}

/** An accessor of the object's class: to whoever uses the object, a property like any other. */
const inherited = (look: Look, property: Property): Shown => getter(look, property, {});

/** A getter runs the program's code, so it is called only when somebody asks for it. */
function getter(
  { context, object, reference }: Look,
  { name, symbol }: { readonly name: string; readonly symbol?: RemoteObject },
  hint: Hint,
): Shown {
  const container: GetterContainer = {
    kind: 'getter',
    thread: object.thread,
    owner: object,
    name,
    symbolId: symbol?.objectId,
  };
  return {
    name,
    text: '(…)',
    evaluateName: nameOf(object.evaluateName, name),
    reference: context.references.addContainer(
      container,
      object.thread,
      object.isLasting,
      `${reference}.${name}()`,
    ),
    hint: { ...hint, kind: 'virtual', lazy: true },
  };
}

function internalMembers(
  { object }: Look,
  found: readonly Protocol.Runtime.InternalPropertyDescriptor[],
): Shown[] {
  const isShown = (name: string): boolean =>
    !HIDDEN.has(name) || (name === '[[Entries]]' && ENTRIES_BY_V8.has(object.subtype));
  const shown = found
    .filter(({ name, value }) => value !== undefined && isShown(name))
    .map(({ name, value }) => ({
      name,
      object: value!,
      evaluateName: internalName(object, name),
      hint: { kind: 'virtual', visibility: 'internal', attributes: ['readOnly'] } satisfies Hint,
    }));
  return shown.sort((a, b) => Number(a.name === PROTOTYPE) - Number(b.name === PROTOTYPE));
}

const internalName = ({ evaluateName }: ObjectContainer, name: string): string | undefined =>
  evaluateName && name === PROTOTYPE ? `Object.getPrototypeOf(${evaluateName})` : undefined;
