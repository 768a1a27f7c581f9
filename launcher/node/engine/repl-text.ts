import { type AnyNode, isNode } from './script-text.ts';

/** What was typed, made ready for a paused call, in which nothing that V8 evaluates can declare a name for good. */
export interface ReplText {
  /** With each declaration at the top made into an assignment. */
  readonly text: string;
  /** The names that it declares at the top. */
  readonly declared: readonly string[];
  /** Where it is an `await` and nothing else: what is waited for. */
  readonly awaited?: string;
}

/** Undefined for what the parser does not understand: V8 is to say what is wrong with it. */
export async function parseTyped(text: string): Promise<AnyNode | undefined> {
  const acorn = await import('acorn');
  try {
    return acorn.parse(text, {
      ecmaVersion: 'latest',
      sourceType: 'script',
      allowAwaitOutsideFunction: true,
      allowReturnOutsideFunction: true,
      allowSuperOutsideMethod: true,
      allowImportExportEverywhere: true,
      checkPrivateFields: false,
    }) as unknown as AnyNode;
  } catch {
    return undefined;
  }
}

/** @param isTaken whether the call has a variable of that name, which a declaration must not be mistaken for */
export function forPausedCall(program: AnyNode, text: string, isTaken: (name: string) => boolean): ReplText {
  const statements = (program.body as AnyNode[]) ?? [];
  const [only] = statements;
  const awaited =
    statements.length === 1 && only?.type === 'ExpressionStatement' && (only.expression as AnyNode);
  if (awaited && awaited.type === 'AwaitExpression') {
    const { start, end } = awaited.argument as AnyNode;
    return { text, declared: [], awaited: text.slice(start, end) };
  }
  const declared: string[] = [];
  const functions: string[] = [];
  const parts: string[] = [];
  for (const statement of statements) {
    const source = text.slice(statement.start, statement.end);
    const names = namesOf(statement);
    if (names.length === 0 || names.some(isTaken)) {
      parts.push(source);
      continue;
    }
    declared.push(...names);
    if (statement.type === 'FunctionDeclaration') functions.push(`void (${names[0]} = ${source});`);
    else if (statement.type === 'ClassDeclaration') parts.push(`void (${names[0]} = ${source});`);
    else
      parts.push(
        `void (${(statement.declarations as AnyNode[]).map((it) => assignment(it, text)).join(', ')});`,
      );
  }
  return { text: declared.length === 0 ? text : [...functions, ...parts].join('\n'), declared };
}

function namesOf(statement: AnyNode): string[] {
  switch (statement.type) {
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return isNode(statement.id) ? [statement.id.name as string] : [];
    case 'VariableDeclaration':
      return (statement.declarations as AnyNode[]).flatMap(({ id }) => patternNames(id as AnyNode));
    default:
      return [];
  }
}

function assignment({ id, init }: AnyNode, text: string): string {
  const slice = ({ start, end }: AnyNode): string => text.slice(start, end);
  return `(${slice(id as AnyNode)} = ${isNode(init) ? slice(init) : 'undefined'})`;
}

function patternNames(node: AnyNode): string[] {
  switch (node.type) {
    case 'Identifier':
      return [node.name as string];
    case 'AssignmentPattern':
      return patternNames(node.left as AnyNode);
    case 'RestElement':
      return patternNames(node.argument as AnyNode);
    case 'Property':
      return patternNames(node.value as AnyNode);
    case 'ObjectPattern':
      return (node.properties as AnyNode[]).flatMap(patternNames);
    case 'ArrayPattern':
      return (node.elements as unknown[]).filter(isNode).flatMap(patternNames);
    default:
      return [];
  }
}
