import type { Protocol } from './inspector-channel.ts';
import { lengthOf } from './preview.ts';
import type { Thread } from './thread.ts';

type RemoteObject = Protocol.Runtime.RemoteObject;

/** Above this, V8 is not asked for a preview: it copies the whole collection for the five entries that it shows. */
const SMALL = 1000;

const SIZED = new Set<string | undefined>(['array', 'typedarray', 'map', 'set']);

/** Objects whose description says it all. */
const PLAIN = new Set<string | undefined>(['null', 'error', 'regexp', 'date', 'weakmap', 'weakset']);

const needsPreview = ({ type, subtype, objectId }: RemoteObject): boolean =>
  type === 'object' && objectId !== undefined && !PLAIN.has(subtype);

const isLarge = ({ subtype, description }: RemoteObject): boolean =>
  SIZED.has(subtype) && (lengthOf(description) ?? 0) > SMALL;

/** Requests overlap: each lets go of its own samples only. */
let lastGroup = 0;

/**
 * Gives values their previews. V8 can send them along with values, but takes seconds for one large map; so the values come
 * bare, and previews are made of small samples of what is large.
 */
export async function withPreviews(
  thread: Thread,
  objects: readonly RemoteObject[],
): Promise<readonly RemoteObject[]> {
  const wanting = objects.filter(needsPreview);
  const [first] = wanting;
  if (!first) return objects;
  lastGroup += 1;
  const objectGroup = `samples ${lastGroup}`;
  const { result: samples } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId: first.objectId!,
    functionDeclaration: SAMPLES,
    arguments: [
      { value: wanting.map(sampleKind).join() },
      ...wanting.map(({ objectId }) => ({ objectId: objectId! })),
    ],
    objectGroup,
    silent: true,
  });
  if (!samples.objectId) return objects;
  const { result } = await thread.channel.post('Runtime.getProperties', {
    objectId: samples.objectId,
    ownProperties: true,
    generatePreview: true,
  });
  thread.channel.post('Runtime.releaseObjectGroup', { objectGroup }).catch(() => {});
  const previews = new Map<RemoteObject, RemoteObject>();
  for (const { name, value } of result) {
    const object = wanting[Number(name)];
    if (object && value?.preview) previews.set(object, withPreview(object, value.preview));
    else if (object && value?.type === 'string')
      previews.set(object, { ...object, description: value.value });
  }
  return objects.map((object) => previews.get(object) ?? object);
}

const sampleKind = (object: RemoteObject): string =>
  isLarge(object) ? object.subtype! : object.className === 'URL' && !object.subtype ? 'url' : '';

const withPreview = (object: RemoteObject, preview: Protocol.Runtime.ObjectPreview): RemoteObject => ({
  ...object,
  preview: isLarge(object) ? { ...preview, subtype: object.subtype as never, overflow: true } : preview,
});

/** Only what V8 has called an array or a collection is touched: anything else may be a proxy, and would notice. */
const SAMPLES = `function (kinds, ...values) {
  const samples = [];
  const kind = kinds.split(',');
  for (let i = 0; i < values.length; i += 1) {
    let sample = values[i];
    if (kind[i] === 'array' || kind[i] === 'typedarray') {
      sample = [];
      for (let k = 0; k < 100; k += 1) {
        const found = Object.getOwnPropertyDescriptor(values[i], k);
        if (found) Object.defineProperty(sample, k, found);
      }
    } else if (kind[i] === 'map') {
      sample = new Map();
      for (const [key, value] of Map.prototype.entries.call(values[i])) if (sample.set(key, value).size === 5) break;
    } else if (kind[i] === 'set') {
      sample = new Set();
      for (const value of Set.prototype.values.call(values[i])) if (sample.add(value).size === 5) break;
    } else if (kind[i] === 'url') {
      try {
        sample = 'URL ' + Object.getOwnPropertyDescriptor(URL.prototype, 'href').get.call(sample);
      } catch {}
    }
    samples.push(sample);
  }
  return samples;
}`;
