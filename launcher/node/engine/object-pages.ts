import type { Protocol } from './inspector-channel.ts';
import type { ObjectContainer } from './references.ts';

type Properties = Protocol.Runtime.GetPropertiesResponse;

/**
 * Stretches of an object, cut out in the program, so that only what is shown crosses the inspector. None of these may be
 * used on a proxy: it would notice.
 */
const CUT = {
  /** Elements of an array or a typed array, without calling their getters; holes stay holes. */
  elements: `function (start, count) {
    const page = Object.create(null);
    const end = Math.min(this.length, start + count);
    for (let i = start; i < end; i += 1) {
      const found = Object.getOwnPropertyDescriptor(this, i);
      if (found) Object.defineProperty(page, i, found);
    }
    return page;
  }`,
  /** Entries of a map, each as an object of its own. */
  entries: `function (start, count) {
    const page = Object.create(null);
    let i = 0;
    for (const [key, value] of Map.prototype.entries.call(this)) {
      if (i >= start + count) break;
      if (i >= start) page[i] = Object.assign(Object.create(null), { key, value });
      i += 1;
    }
    return page;
  }`,
  /** Members of a set. */
  values: `function (start, count) {
    const page = Object.create(null);
    let i = 0;
    for (const value of Set.prototype.values.call(this)) {
      if (i >= start + count) break;
      if (i >= start) page[i] = value;
      i += 1;
    }
    return page;
  }`,
  /** Properties of any object, in its own order, but for the elements of an array. */
  properties: `function (start, count) {
    const page = Object.create(null);
    for (const key of Reflect.ownKeys(this).slice(start, start + count)) {
      Object.defineProperty(page, key, { ...Object.getOwnPropertyDescriptor(this, key), configurable: true });
    }
    return page;
  }`,
} as const;

export type Cut = keyof typeof CUT;

/** What is cut from an object where somebody asks for its indexed children. */
export const cutOf = ({ subtype }: ObjectContainer): Cut =>
  subtype === 'map' ? 'entries' : subtype === 'set' ? 'values' : 'elements';

export async function cut(
  { thread, objectId }: ObjectContainer,
  what: Cut,
  start: number,
  count: number,
): Promise<Properties> {
  const { result } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: CUT[what],
    arguments: [{ value: start }, { value: count }],
    silent: true,
  });
  if (!result.objectId || result.subtype === 'error') return { result: [] };
  const found = await thread.channel.post('Runtime.getProperties', {
    objectId: result.objectId,
    ownProperties: true,
  });
  thread.channel.post('Runtime.releaseObject', { objectId: result.objectId }).catch(() => {});
  return { result: found.result };
}

/** How many properties an object has; where it has many, V8 must not be asked for all of them. */
export async function propertyCount({ thread, objectId }: ObjectContainer): Promise<number> {
  const { result } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: 'function () { return Reflect.ownKeys(this).length; }',
    returnByValue: true,
    silent: true,
  });
  return typeof result.value === 'number' ? result.value : 0;
}

/** The names of the first and the last property of each stretch. */
export async function stretchNames(
  { thread, objectId }: ObjectContainer,
  starts: readonly number[],
  size: number,
): Promise<readonly string[]> {
  const { result } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: `function (starts, size) {
      const keys = Reflect.ownKeys(this);
      const name = (i) => String(keys[Math.min(i, keys.length - 1)]).slice(0, 40);
      return starts.map((start) => name(start) + ' … ' + name(start + size - 1));
    }`,
    arguments: [{ value: starts }, { value: size }],
    returnByValue: true,
    silent: true,
  });
  return Array.isArray(result.value) ? (result.value as string[]) : [];
}

/** The prototype, and how large a collection is: what V8 tells only together with everything that is in it. */
export async function outlineOf({
  thread,
  objectId,
}: ObjectContainer): Promise<Protocol.Runtime.RemoteObject> {
  const { result } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: 'function () { return Object.getPrototypeOf(this); }',
    silent: true,
  });
  return result;
}
