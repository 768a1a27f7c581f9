import type { DebugProtocol } from '@vscode/debugprotocol';
import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import { fromV8 } from './positions.ts';
import { statementOfReturn } from './return-position.ts';
import type { OriginalPosition } from './source-map.ts';
import type { Thread } from './thread.ts';

export interface ShownLocation {
  readonly source?: DebugProtocol.Source;
  readonly line: number;
  readonly column: number;
}

/**
 * Where the author wrote what V8 has at a location, when a source map tells. Reads the map if need be.
 *
 * @param returning V8 is about to leave the function there.
 */
export async function originalOf(
  thread: Thread,
  location: Protocol.Debugger.Location,
  returning = false,
): Promise<OriginalPosition | undefined> {
  const script = thread.scripts.get(location.scriptId);
  const map = script && (await thread.scripts.resolveMap(script));
  if (!map) return undefined;
  const at = fromV8(location);
  return map.toOriginal(returning ? await statementOfReturn(thread, script, map, at) : at);
}

/** A V8 location as the client is shown it. */
export async function shownLocation(
  context: EngineContext,
  thread: Thread,
  location: Protocol.Debugger.Location,
  returning = false,
): Promise<ShownLocation> {
  const original = await originalOf(thread, location, returning);
  if (original)
    return { source: context.sources.ofMapped(original.source), ...context.positions.toClient(original) };
  const script = thread.scripts.get(location.scriptId);
  const at = context.positions.toClient(fromV8(location));
  return script ? { source: context.sources.ofScript(thread, script), ...at } : at;
}
