import type { Protocol } from './inspector-channel.ts';
import { position } from './positions.ts';
import { lineUpTo } from './script-text.ts';
import type { Thread } from './thread.ts';

/** A name right before the parameters of its function: `total`, `total=`, `total=async function`. */
const NAMED = /(#?[\p{ID_Continue}$]+)\s*(?:=\s*(?:async\b\s*)?(?:function\b\s*\*?\s*)?)?$/u;

/** How far before the parameters a name is looked for. */
const REACH = 200;

/** The title of a call, with its function called as in the source, where the map has a name for just that identifier. */
export async function titleInSource(
  thread: Thread,
  { functionName, functionLocation }: Protocol.Debugger.CallFrame,
  title: string,
): Promise<string> {
  const own = functionName.replace(/^[gs]et /, '');
  const script = functionLocation && thread.scripts.get(functionLocation.scriptId);
  if (!script || script.isInternal || script.isWebAssembly || own === '' || !title.endsWith(own))
    return title;
  const map = await thread.scripts.resolveMap(script);
  if (!map?.hasNames) return title;
  const { lineNumber: line, columnNumber: column = 0 } = functionLocation;
  const before = await lineUpTo(thread, script, position(line, column));
  const from = Math.max(0, column - REACH);
  const found = NAMED.exec(before.slice(from));
  if (found?.[1] !== own) return title;
  const original = map.nameAt(position(line, from + found.index));
  return original === undefined ? title : title.slice(0, -own.length) + original;
}
