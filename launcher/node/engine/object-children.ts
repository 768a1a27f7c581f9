import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments } from '../../../protocol/commands.ts';
import { entryMembers } from './entries.ts';
import type { Protocol } from './inspector-channel.ts';
import { describe, type Look } from './members.ts';
import { cut, cutOf, outlineOf, propertyCount, stretchNames } from './object-pages.ts';
import type { ObjectContainer, RangeContainer } from './references.ts';

type Properties = Protocol.Runtime.GetPropertiesResponse;
type Variable = DebugProtocol.Variable;

/** More than this is not shown at once: it is offered in ranges, unless the client itself asks for pages. */
const AT_ONCE = 1000;
/** Elements that are fetched in one go; between two, other requests get their turn. */
const STRIDE = 1000;
/** Ranges have the sizes that VS Code gives its own: so many children at most, of 100, 10,000 … each. */
const RANGES = 100;

export async function inObject(look: Look, args: Arguments<'variables'>): Promise<Variable[]> {
  const { object } = look;
  const { filter, start = 0, count } = args;
  if (object.length === undefined) return filter === 'indexed' ? [] : inPlainObject(look, start, count);
  const indexed =
    filter === 'named'
      ? []
      : count
        ? await elements(look, start, Math.min(count, object.length - start))
        : await elementsOrRanges(look, start, object.length - start);
  return filter === 'indexed' ? indexed : [...indexed, ...(await besideElements(look))];
}

export const inRange = (look: Look, { list, start, count }: RangeContainer): Promise<Variable[]> =>
  list === 'indexed' ? elementsOrRanges(look, start, count) : propertiesOrRanges(look, start, count);

async function elementsOrRanges(look: Look, start: number, count: number): Promise<Variable[]> {
  return count > AT_ONCE ? ranges(look, 'indexed', start, count) : elements(look, start, count);
}

async function elements(look: Look, start: number, count: number): Promise<Variable[]> {
  const what = cutOf(look.object);
  const list: Variable[] = [];
  for (let at = start; at < start + count; at += STRIDE) {
    look.signal?.throwIfAborted();
    const page = await cut(look.object, what, at, Math.min(STRIDE, start + count - at));
    list.push(...(what === 'entries' ? await entryMembers(look, page) : await describe(look, page)));
  }
  return list;
}

/** What an array or a collection has apart from its elements. */
async function besideElements(look: Look): Promise<Variable[]> {
  const { object } = look;
  const isCollection = object.subtype === 'map' || object.subtype === 'set';
  const found: Properties =
    isCollection && object.length! > AT_ONCE
      ? { ...(await cut(object, 'properties', 0, AT_ONCE)), ...(await prototypeOf(object)) }
      : await object.thread.channel.post('Runtime.getProperties', {
          objectId: object.objectId,
          ownProperties: true,
          nonIndexedPropertiesOnly: true,
        });
  const size: Protocol.Runtime.PropertyDescriptor = {
    name: 'size',
    value: { type: 'number', value: object.length!, description: String(object.length) },
    configurable: false,
    enumerable: false,
    writable: false,
  };
  return describe(look, isCollection ? { ...found, result: [...found.result, size] } : found);
}

async function inPlainObject(look: Look, start: number, count: number | undefined): Promise<Variable[]> {
  const { object } = look;
  const total = object.isWide && object.subtype !== 'proxy' ? await propertyCount(object) : 0;
  look.signal?.throwIfAborted();
  if (total <= AT_ONCE) {
    const all = await describe(look, await everythingIn(object));
    return all.slice(start, count ? start + count : undefined);
  }
  const wanted = Math.min(count || total, total - start);
  const list = count ? await properties(look, start, wanted) : await propertiesOrRanges(look, start, wanted);
  return count ? list : [...list, ...(await describe(look, { result: [], ...(await prototypeOf(object)) }))];
}

async function propertiesOrRanges(look: Look, start: number, count: number): Promise<Variable[]> {
  return count > AT_ONCE ? ranges(look, 'named', start, count) : properties(look, start, count);
}

async function properties(look: Look, start: number, count: number): Promise<Variable[]> {
  const list: Variable[] = [];
  for (let at = start; at < start + count; at += STRIDE) {
    look.signal?.throwIfAborted();
    const page = await cut(look.object, 'properties', at, Math.min(STRIDE, start + count - at));
    list.push(...(await describe(look, page)));
  }
  return list;
}

/** Accessors of these are what they are about; of most other built-in kinds they are noise, or need no call. */
const SHOWS_INHERITED = new Set<string | undefined>([undefined, 'arraybuffer', 'dataview']);
const HAS_NO_CLASS = new Set<string | undefined>(['Object', 'Function', 'global', undefined]);

async function everythingIn({
  thread,
  objectId,
  subtype,
  className,
  evaluateName,
}: ObjectContainer): Promise<Properties> {
  const { channel } = thread;
  // What belongs to a scope has no class, whatever V8 calls it.
  const isInstance = SHOWS_INHERITED.has(subtype) && !HAS_NO_CLASS.has(className) && evaluateName !== '';
  const [own, accessors] = await Promise.all([
    channel.post('Runtime.getProperties', { objectId, ownProperties: true }),
    isInstance
      ? channel.post('Runtime.getProperties', { objectId, accessorPropertiesOnly: true })
      : { result: [] },
  ]);
  const names = new Set(own.result.map(({ name }) => name));
  const inherited = accessors.result.filter(
    ({ name, get, isOwn }) => !isOwn && get?.type === 'function' && name !== '__proto__' && !names.has(name),
  );
  return { ...own, result: [...own.result, ...inherited] };
}

async function prototypeOf(object: ObjectContainer): Promise<Pick<Properties, 'internalProperties'>> {
  return { internalProperties: [{ name: '[[Prototype]]', value: await outlineOf(object) }] };
}

/** One line for each part of what is too much to be shown at once. */
async function ranges(
  look: Look,
  list: RangeContainer['list'],
  first: number,
  total: number,
): Promise<Variable[]> {
  const { context, object, reference } = look;
  let size = RANGES;
  while (total / size > RANGES) size *= RANGES;
  const starts = Array.from({ length: Math.ceil(total / size) }, (_, index) => first + index * size);
  const names = list === 'named' ? await stretchNames(object, starts, size) : [];
  return starts.map((start, index) => {
    const count = Math.min(size, first + total - start);
    const range: RangeContainer = { kind: 'range', of: object, owner: reference, list, start, count };
    const name = `[${start} … ${start + count - 1}]`;
    return {
      name,
      value: names[index] ?? '',
      variablesReference: context.references.addContainer(
        range,
        object.thread,
        object.isLasting,
        `${reference}${list}${name}`,
      ),
      presentationHint: { kind: 'virtual', attributes: ['readOnly'] },
    };
  });
}
