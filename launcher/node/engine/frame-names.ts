import type { Protocol } from './inspector-channel.ts';
import { type Binding, freeNames, type LexicalScope, scopesAround } from './lexical-scopes.ts';
import { position } from './positions.ts';
import type { LiveFrame } from './references.ts';
import { parseTyped } from './repl-text.ts';
import { type AnyNode, parsedScript, scriptText } from './script-text.ts';

/** Longer scripts are not parsed for their names: it would take too long. */
const LONGEST = 3_000_000;

/** What the names in a paused call mean to whoever wrote them, and to V8. */
export interface FrameNames {
  /** Every declaration around the call, from the inside out; none where the script could not be parsed. */
  readonly scopes: readonly LexicalScope[];
  /** By the name in the source: the name that V8 knows it by, where that is another one. */
  readonly generated: ReadonlyMap<string, string>;
  /** The name in the source of a variable that V8 has in a scope. */
  originalOf(scope: Protocol.Debugger.Scope, name: string): string;
}

const known = new WeakMap<Protocol.Debugger.CallFrame, Promise<FrameNames>>();

const UNCHANGED: FrameNames = { scopes: [], generated: new Map(), originalOf: (_, name) => name };

/** Names as they are in a script that was not made by a tool that changes them: then nothing has to be looked up. */
export async function renamedIn(frame: LiveFrame): Promise<FrameNames> {
  const script = frame.thread.scripts.get(frame.call.location.scriptId);
  const map = script && (await frame.thread.scripts.resolveMap(script));
  return map?.hasNames ? namesIn(frame) : UNCHANGED;
}

export function namesIn(frame: LiveFrame): Promise<FrameNames> {
  let names = known.get(frame.call);
  if (!names) {
    names = read(frame);
    known.set(frame.call, names);
  }
  return names;
}

async function read({ thread, call }: LiveFrame): Promise<FrameNames> {
  const script = thread.scripts.get(call.location.scriptId);
  if (!script || script.isInternal || (await scriptText(thread, script)).length > LONGEST) return UNCHANGED;
  const parsed = await parsedScript(thread, script);
  if (!parsed) return UNCHANGED;
  const { program, lineStarts } = parsed;
  const offsetOf = ({ lineNumber, columnNumber = 0 }: Protocol.Debugger.Location): number =>
    (lineStarts[lineNumber] ?? 0) + columnNumber;
  const scopes = scopesAround(program as unknown as AnyNode, offsetOf(call.location));
  const map = await thread.scripts.resolveMap(script);
  const original = ({ name, offset }: Binding): string => {
    if (!map?.hasNames) return name;
    const line = lineStarts.findLastIndex((start) => start <= offset);
    return map.nameAt(position(line, offset - lineStarts[line]!)) ?? name;
  };
  return {
    scopes,
    generated: visibleRenames(scopes, original),
    originalOf: ({ startLocation, endLocation }, name) => {
      if (!startLocation || !endLocation) return name;
      const [start, end] = [offsetOf(startLocation), offsetOf(endLocation)];
      const isMeant = (binding: Binding) => binding.name === name;
      const found =
        scopes
          .flatMap(({ bindings }) => bindings)
          .findLast((binding) => isMeant(binding) && start <= binding.offset && binding.offset < end) ??
        // To V8, what the head of a loop declares is in a scope that begins after it.
        scopes
          .find((scope) => scope.start <= start && end <= scope.end && scope.bindings.some(isMeant))
          ?.bindings.find(isMeant);
      return found ? original(found) : name;
    },
  };
}

/** A name in the source that is hidden by another one, or whose variable is hidden in V8, is left as it is. */
function visibleRenames(
  scopes: readonly LexicalScope[],
  original: (binding: Binding) => string,
): Map<string, string> {
  const generated = new Map<string, string>();
  const hidden = new Set<string>();
  for (const { bindings } of scopes) {
    for (const binding of bindings) {
      const name = original(binding);
      if (!generated.has(name) && !hidden.has(binding.name)) generated.set(name, binding.name);
    }
    for (const { name } of bindings) hidden.add(name);
  }
  for (const [name, other] of generated) if (name === other) generated.delete(name);
  return generated;
}

/** An expression in the names of the source, in those of V8. */
export async function inGeneratedNames(expression: string, { generated }: FrameNames): Promise<string> {
  if (generated.size === 0) return expression;
  const program = await parseTyped(expression);
  if (!program) return expression;
  let text = expression;
  for (const { node, isShorthand } of freeNames(program).sort((a, b) => b.node.start - a.node.start)) {
    const name = node.name as string;
    const other = generated.get(name);
    if (other === undefined) continue;
    text = `${text.slice(0, node.start)}${isShorthand ? `${name}: ${other}` : other}${text.slice(node.end)}`;
  }
  return text;
}
