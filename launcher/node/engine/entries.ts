import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Protocol } from './inspector-channel.ts';
import type { Look } from './members.ts';
import { entryPreviewText } from './preview.ts';
import { showValue } from './shown-value.ts';
import { withPreviews } from './value-previews.ts';

type RemoteObject = Protocol.Runtime.RemoteObject;

/** The entries of a map, one line each: `key => value`, which opens into the two. */
export async function entryMembers(
  look: Look,
  page: Protocol.Runtime.GetPropertiesResponse,
): Promise<DebugProtocol.Variable[]> {
  const { context, object: map, reference, hex } = look;
  const entries = await withPreviews(
    map.thread,
    page.result.map(({ value }) => value!),
  );
  return entries.map((entry, index) => {
    const { name } = page.result[index]!;
    const { type, ...shown } = showValue(context, map.thread, entry, undefined, map.isLasting, {
      key: `${reference}.${name}`,
      hex,
      entryOf: { objectId: map.objectId, valueName: valueName(map.evaluateName, entry) },
    });
    return { name, ...shown, value: entryPreviewText(entry), presentationHint: { kind: 'data' } };
  });
}

/** `map.get("a")`, where the key can be written down. */
function valueName(map: string | undefined, { preview }: RemoteObject): string | undefined {
  const key = preview?.properties.find(({ name }) => name === 'key');
  if (map === undefined || key?.value === undefined) return undefined;
  switch (key.type) {
    case 'string':
      // A preview shortens what is long.
      return key.value.includes('…') ? undefined : `${map}.get(${JSON.stringify(key.value)})`;
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'undefined':
      return `${map}.get(${key.value})`;
    default:
      return undefined;
  }
}
