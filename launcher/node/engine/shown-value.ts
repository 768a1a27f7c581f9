import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import { inHex, lengthOf, previewText } from './preview.ts';
import type { ObjectContainer } from './references.ts';
import type { Thread } from './thread.ts';

type RemoteObject = Protocol.Runtime.RemoteObject;

/** Arrays and collections longer than this are offered in pages. */
const PAGE_FROM = 100;

const SIZED = new Set<string | undefined>(['array', 'typedarray', 'map', 'set']);
const BYTES = new Set<string | undefined>(['arraybuffer', 'typedarray', 'dataview']);

/** A value as the client is shown it; `reference` is 0 where it has no inside. */
export interface ShownValue {
  readonly value: string;
  readonly type?: string;
  readonly variablesReference: number;
  readonly indexedVariables?: number;
  readonly namedVariables?: number;
  readonly memoryReference?: string;
  readonly valueLocationReference?: number;
}

export interface Showing {
  /** Names what the value belongs to, so that it has the same number whenever it is asked for in one stop. */
  readonly key?: string | undefined;
  /** Whole numbers as `0x…`. */
  readonly hex?: boolean | undefined;
  readonly entryOf?: ObjectContainer['entryOf'];
}

/**
 * Shows a value that lives in the program. Have it come with a preview (`withPreviews`).
 * @param evaluateName an expression that leads to it
 * @param lasting keeps it open to the client beyond the next resume
 */
export function showValue(
  context: EngineContext,
  thread: Thread,
  object: RemoteObject,
  evaluateName: string | undefined,
  lasting = false,
  { key, hex, entryOf }: Showing = {},
): ShownValue {
  const kind = object.className ?? object.subtype ?? object.type;
  const type = context.client.showsTypes ? { type: kind } : {};
  const value = (hex && inHex(object)) || previewText(object);
  if (!object.objectId || object.type === 'symbol') return { value, ...type, variablesReference: 0 };
  const length = SIZED.has(object.subtype) ? lengthOf(object.description) : undefined;
  const container: ObjectContainer = {
    kind: 'object',
    thread,
    objectId: object.objectId,
    length,
    evaluateName,
    subtype: object.subtype,
    className: object.className,
    isWide: object.preview?.overflow ?? true,
    isLasting: lasting,
    ...(entryOf && { entryOf }),
  };
  const variablesReference = context.references.addContainer(container, thread, lasting, key);
  return {
    value,
    ...type,
    variablesReference,
    // VS Code asks for pages only where it is told that there are named children too: these all have some.
    ...(length !== undefined && length > PAGE_FROM && { indexedVariables: length, namedVariables: 1 }),
    ...(BYTES.has(object.subtype) &&
      context.client.showsMemory && { memoryReference: String(variablesReference) }),
    ...(hasLocation(object) && { valueLocationReference: variablesReference }),
  };
}

/** Where V8 knows the place in a source: asking for it is left to who wants to go there. */
const hasLocation = ({ type, subtype, description = '' }: RemoteObject): boolean =>
  (type === 'function' && !description.endsWith('{ [native code] }')) || subtype === 'generator';
