import type { Protocol } from './inspector-channel.ts';
import { type AnyNode, isNode, type Parsed, parsedScript, scriptText } from './script-text.ts';
import type { Thread } from './thread.ts';

type Location = Protocol.Debugger.Location;

/** What a call passes: a function that is written out, or an expression. */
export type Argument =
  | { readonly body: { readonly start: Location; readonly end: Location } }
  | { readonly text: string };

/** A call in the text of a script. */
export interface Call {
  /** The function's own name, without the object it belongs to. */
  readonly name: string;
  /** What is called, as it is written. */
  readonly label: string;
  readonly arguments: readonly Argument[];
}

/** The call at a location where V8 says there is one. Undefined when the parser cannot tell. */
export async function callAt(thread: Thread, location: Location): Promise<Call | undefined> {
  const script = thread.scripts.get(location.scriptId);
  const parsed = script && (await parsedScript(thread, script));
  if (!parsed) return undefined;
  const text = await scriptText(thread, script);
  const offset = (parsed.lineStarts[location.lineNumber] ?? 0) + (location.columnNumber ?? 0);
  const node = findCall(parsed.program as unknown as AnyNode, offset, text);
  return node && describe(node, text, parsed, location.scriptId);
}

const CALLS = new Set(['CallExpression', 'NewExpression', 'TaggedTemplateExpression']);

function findCall(node: AnyNode, offset: number, text: string): AnyNode | undefined {
  if (node.start > offset || offset >= node.end) return undefined;
  if (CALLS.has(node.type) && positionOf(node, text) === offset) return node;
  for (const value of Object.values(node).flat()) {
    const found = isNode(value) ? findCall(value, offset, text) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Where V8 has a call: at the name of what is called, if it has one. */
function positionOf(call: AnyNode, text: string): number {
  if (call.type === 'NewExpression') return call.start;
  if (call.type === 'TaggedTemplateExpression') return (call.quasi as AnyNode).start;
  const callee = call.callee as AnyNode;
  if (callee.type === 'Identifier') return callee.start;
  if (callee.type === 'MemberExpression' && !callee.computed) return (callee.property as AnyNode).start;
  return text.indexOf('(', callee.end);
}

function describe(call: AnyNode, text: string, parsed: Parsed, scriptId: string): Call {
  const callee = (call.callee ?? call.tag) as AnyNode;
  const textOf = ({ start, end }: AnyNode) => text.slice(start, end);
  const named = callee.type === 'MemberExpression' ? (callee.property as AnyNode) : callee;
  const prefix = call.type === 'NewExpression' ? 'new ' : '';
  const args = (call.arguments ?? []) as AnyNode[];
  return {
    name: textOf(named),
    label: `${prefix}${textOf(plainCallee(callee))}`,
    arguments: args.map((argument): Argument => {
      if (!/Function/.test(argument.type)) return { text: textOf(argument) };
      const { start, end } = argument.body as AnyNode;
      return {
        body: { start: locationOf(parsed, scriptId, start), end: locationOf(parsed, scriptId, end) },
      };
    }),
  };
}

/** Compilers write `(0, module.name)(…)` for a call without a receiver. */
function plainCallee(callee: AnyNode): AnyNode {
  if (callee.type !== 'SequenceExpression') return callee;
  return (callee.expressions as AnyNode[]).at(-1)!;
}

function locationOf({ lineStarts }: Parsed, scriptId: string, offset: number): Location {
  const line = lineStarts.findLastIndex((start) => start <= offset);
  return { scriptId, lineNumber: line, columnNumber: offset - lineStarts[line]! };
}
