import { type Position, position } from './positions.ts';
import { type AnyNode, isNode, type Parsed } from './script-text.ts';

/** One part of a function's name, and where it is written. */
export interface NamePart {
  readonly name: string;
  readonly at: Position;
}

/** A function that the text gives a name, with the names of what it is declared in: `Shapes`, `Circle`, `area`. */
export interface FunctionDeclaration {
  readonly path: readonly NamePart[];
  /** Its first statement that is not a declaration of a function, or its end. */
  readonly body: Position;
}

/** Finds the functions of a script that have names, however they got them: by declaration, assignment, as members. */
export function functionDeclarations({ program, lineStarts }: Parsed): FunctionDeclaration[] {
  const found: FunctionDeclaration[] = [];
  const place = (offset: number): Position => positionOf(lineStarts, offset);

  // Not by recursion: generated code nests deeper than a stack is high.
  const pending: [AnyNode, readonly NamePart[]][] = [[program as unknown as AnyNode, []]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [node, path] = next;
    const id = node.id as AnyNode | null | undefined;
    if (isFunction(node) && id) found.push({ path: [...path, part(id, place)], body: place(bodyOf(node)) });
    const named = namedBy(node, place);
    for (const child of children(node)) {
      const own = named?.value === child ? [...path, ...named.path] : path;
      if (own !== path && isFunction(child)) found.push({ path: own, body: place(bodyOf(child)) });
      // What is declared in a function stands for itself, and so does its own name.
      pending.push([child, isFunction(child) ? [] : own]);
    }
  }
  return found.map(withoutNoise);
}

interface Named {
  readonly path: readonly NamePart[];
  /** What has the name. */
  readonly value: AnyNode;
}

type Place = (offset: number) => Position;

/** What a node gives a name to: a variable, a member of a class or an object, the target of an assignment. */
function namedBy(node: AnyNode, place: Place): Named | undefined {
  const { type, id, key, value, left, right, init, body, declaration } = node as Record<
    string,
    AnyNode | undefined
  >;
  if (type === undefined) return undefined;
  if (node.type === 'VariableDeclarator' && init && id?.type === 'Identifier') {
    return { path: [part(id, place)], value: init };
  }
  if (
    /^(?:MethodDefinition|PropertyDefinition|Property)$/.test(node.type) &&
    key &&
    value &&
    !node.computed
  ) {
    return { path: [part(key, place)], value };
  }
  if (node.type === 'AssignmentExpression' && left && right) {
    const path = memberPath(left, place);
    return path && { path, value: right };
  }
  if (/^Class(?:Declaration|Expression)$/.test(node.type) && id && body) {
    return { path: [part(id, place)], value: body };
  }
  if (node.type === 'ExportDefaultDeclaration' && declaration && !declaration.id) {
    return { path: [{ name: 'default', at: place(declaration.start) }], value: declaration };
  }
  return undefined;
}

/** `exports.area`, `Shape.prototype.area`; undefined where the target is told at run time. */
function memberPath(node: AnyNode, place: Place): NamePart[] | undefined {
  if (node.type === 'Identifier' || node.type === 'ThisExpression') return [part(node, place)];
  if (node.type !== 'MemberExpression' || node.computed) return undefined;
  const object = memberPath(node.object as AnyNode, place);
  return object && [...object, part(node.property as AnyNode, place)];
}

const part = (node: AnyNode, place: Place): NamePart => ({
  name:
    node.type === 'ThisExpression'
      ? 'this'
      : node.type === 'PrivateIdentifier'
        ? `#${String(node.name)}`
        : String(node.name ?? node.value),
  at: place(node.start),
});

/** Parts that say where a function is kept, not what it is called; a class is called by the name of its own. */
const NOISE = new Set(['module', 'exports', 'this', 'prototype']);

function withoutNoise({ path, body }: FunctionDeclaration): FunctionDeclaration {
  const telling = path.filter(({ name }, index) => !NOISE.has(name) || index === path.length - 1);
  return { path: telling, body };
}

const isFunction = ({ type }: AnyNode): boolean => /Function/.test(type);

/** V8 would move a breakpoint on a declared function into that function. */
function bodyOf(node: AnyNode): number {
  const body = node.body as AnyNode;
  if (body.type !== 'BlockStatement') return body.start;
  const first = (body.body as AnyNode[]).find(
    ({ type, directive }) => type !== 'FunctionDeclaration' && directive === undefined,
  );
  return first?.start ?? body.end - 1;
}

function* children(node: AnyNode): Generator<AnyNode> {
  for (const value of Object.values(node)) {
    if (isNode(value)) yield value;
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) yield item;
  }
}

function positionOf(lineStarts: readonly number[], offset: number): Position {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lineStarts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return position(low, offset - lineStarts[low]!);
}
