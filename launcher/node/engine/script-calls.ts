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
  /** What it is called with, as it is written. */
  readonly passed: string;
  readonly arguments: readonly Argument[];
}

/** The call at a location where V8 says there is one. Undefined when the parser cannot tell. */
export async function callAt(thread: Thread, location: Location): Promise<Call | undefined> {
  const script = thread.scripts.get(location.scriptId);
  const parsed = script && (await parsedScript(thread, script));
  if (!parsed) return undefined;
  const text = await scriptText(thread, script);
  const node = findCall(parsed.program as unknown as AnyNode, offsetOf(parsed, location), text);
  return node && describe(node, text, parsed, location.scriptId);
}

/** The calls of the statement at a location, those of functions and statements inside it left out. */
export async function callsAround(
  thread: Thread,
  location: Location,
): Promise<{ start: Location; end: Location; calls: (Call & { location: Location })[] } | undefined> {
  const script = thread.scripts.get(location.scriptId);
  const parsed = script && (await parsedScript(thread, script));
  if (!parsed) return undefined;
  const text = await scriptText(thread, script);
  const at = (offset: number) => locationOf(parsed, location.scriptId, offset);
  const statement = statementAt(parsed.program as unknown as AnyNode, offsetOf(parsed, location));
  const calls = callsIn(statement)
    .map((node) => ({ node, position: positionOf(node, text) }))
    .sort((a, b) => a.position - b.position)
    .map(({ node, position }) => ({
      ...describe(node, text, parsed, location.scriptId),
      location: at(position),
    }));
  return { start: at(statement.start), end: at(statement.end), calls };
}

const isStatement = ({ type }: AnyNode): boolean => /Statement$|^VariableDeclaration$/.test(type);
/** What begins a text of its own inside a statement. */
const isOther = (node: AnyNode): boolean => /Function|Statement$|^Class/.test(node.type);

const childrenOf = (node: AnyNode): AnyNode[] => Object.values(node).flat().filter(isNode);

/** The innermost statement around an offset, or the expression that is the whole of an arrow function. */
function statementAt(root: AnyNode, offset: number): AnyNode {
  let statement = root;
  for (let node: AnyNode | undefined = root; node; ) {
    const inner: AnyNode | undefined = childrenOf(node).find(
      ({ start, end }) => start <= offset && offset < end,
    );
    if (inner && (isStatement(inner) || (/^Arrow/.test(node.type) && inner === node.body))) statement = inner;
    node = inner;
  }
  return statement;
}

const callsIn = (node: AnyNode): AnyNode[] => [
  ...(CALLS.has(node.type) ? [node] : []),
  ...childrenOf(node)
    .filter((child) => !isOther(child))
    .flatMap(callsIn),
];

const offsetOf = ({ lineStarts }: Parsed, { lineNumber, columnNumber = 0 }: Location): number =>
  (lineStarts[lineNumber] ?? 0) + columnNumber;

const CALLS = new Set(['CallExpression', 'NewExpression', 'TaggedTemplateExpression']);

function findCall(node: AnyNode, offset: number, text: string): AnyNode | undefined {
  if (node.start > offset || offset >= node.end) return undefined;
  if (CALLS.has(node.type) && positionOf(node, text) === offset) return node;
  for (const child of childrenOf(node)) {
    const found = findCall(child, offset, text);
    if (found) return found;
  }
  return undefined;
}

/** Names that are no identifiers for V8's scanner. */
const KEYWORD =
  /^(?:break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|import|in|instanceof|new|null|return|super|switch|this|throw|true|try|typeof|var|void|while|with)$/;

/** Where V8 has a call: at the name of what is called, if it has one; else at the parenthesis. */
function positionOf(call: AnyNode, text: string): number {
  if (call.type === 'NewExpression') return call.start;
  if (call.type === 'TaggedTemplateExpression') return (call.quasi as AnyNode).start;
  const callee = call.callee as AnyNode;
  if (callee.type === 'Identifier') return callee.start;
  const name =
    callee.type === 'MemberExpression' && !callee.computed ? (callee.property as AnyNode) : undefined;
  const isWord = name !== undefined && !KEYWORD.test(text.slice(name.start, name.end));
  return isWord ? name.start : text.indexOf('(', callee.end);
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
    passed: passedBy(call, callee, text),
    arguments: args.map((argument): Argument => {
      if (!/Function/.test(argument.type)) return { text: textOf(argument) };
      const { start, end } = argument.body as AnyNode;
      return {
        body: { start: locationOf(parsed, scriptId, start), end: locationOf(parsed, scriptId, end) },
      };
    }),
  };
}

function passedBy(call: AnyNode, callee: AnyNode, text: string): string {
  const start = call.quasi ? (call.quasi as AnyNode).start : text.indexOf('(', callee.end);
  // Nothing has to be passed to a constructor.
  return start < 0 ? '' : text.slice(start, call.end);
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
