import { type AnyNode, isNode } from './script-text.ts';

/** A name that a piece of a program declares. */
export interface Binding {
  readonly name: string;
  readonly kind: 'parameter' | 'var' | 'let' | 'const' | 'function' | 'class' | 'import' | 'catch';
  /** Where the name stands in its declaration. */
  readonly offset: number;
}

/** One stretch of text with the names that are declared for all of it. */
export interface LexicalScope {
  readonly start: number;
  readonly end: number;
  readonly bindings: readonly Binding[];
}

/** The scopes around an offset, from the inside out, as a parser sees them: also those that V8 does without. */
export function scopesAround(program: AnyNode, offset: number): LexicalScope[] {
  const scopes: LexicalScope[] = [];
  for (let node: AnyNode | undefined = program; node; node = childAt(node, offset)) {
    const bindings = declaredBy(node);
    if (bindings.length > 0) scopes.unshift({ start: node.start, end: node.end, bindings });
  }
  return scopes;
}

/** Everything that a node directly contains. */
export function* childrenOf(node: AnyNode): Generator<AnyNode> {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) yield item;
    } else if (isNode(value)) yield value;
  }
}

function childAt(node: AnyNode, offset: number): AnyNode | undefined {
  for (const child of childrenOf(node)) if (child.start <= offset && offset < child.end) return child;
  return undefined;
}

const isFunction = ({ type }: AnyNode): boolean => /Function/.test(type);

function declaredBy(node: AnyNode): Binding[] {
  const list = (value: unknown): AnyNode[] => (Array.isArray(value) ? value.filter(isNode) : []);
  if (isFunction(node)) {
    const own = node.type === 'FunctionExpression' && isNode(node.id) ? named(node.id, 'function') : [];
    const parameters = list(node.params).flatMap((parameter) => named(parameter, 'parameter'));
    const body = node.body as AnyNode;
    // An arrow function may have an expression for its body, and then declares nothing more.
    const inside = body.type === 'BlockStatement' ? [...statements(list(body.body)), ...hoisted(body)] : [];
    return [...inside, ...parameters, ...own];
  }
  switch (node.type) {
    case 'Program':
      return [...statements(list(node.body)), ...hoisted(node)];
    case 'BlockStatement':
    case 'StaticBlock':
      return statements(list(node.body));
    case 'SwitchStatement':
      return statements(list(node.cases).flatMap((it) => list(it.consequent)));
    case 'ForStatement':
      return isNode(node.init) ? statements([node.init]) : [];
    case 'ForInStatement':
    case 'ForOfStatement':
      return isNode(node.left) ? statements([node.left]) : [];
    case 'CatchClause':
      return isNode(node.param) ? named(node.param, 'catch') : [];
    case 'ClassExpression':
    case 'ClassDeclaration':
      return isNode(node.id) ? named(node.id, 'class') : [];
    default:
      return [];
  }
}

/** What statements declare for the block that they stand in. */
function statements(nodes: readonly AnyNode[]): Binding[] {
  return nodes.flatMap((statement) => {
    const node = isNode(statement.declaration) ? statement.declaration : statement;
    const kind = node.kind as Binding['kind'];
    if (node.type === 'VariableDeclaration' && kind !== 'var') return declarators(node, kind);
    if (node.type === 'FunctionDeclaration') return isNode(node.id) ? named(node.id, 'function') : [];
    if (node.type === 'ClassDeclaration') return isNode(node.id) ? named(node.id, 'class') : [];
    if (node.type === 'ImportDeclaration') {
      return (node.specifiers as AnyNode[]).flatMap((it) => named(it.local as AnyNode, 'import'));
    }
    return [];
  });
}

/** The `var`s anywhere below, but for those of functions inside. */
function hoisted(node: AnyNode): Binding[] {
  const found: Binding[] = [];
  for (const child of childrenOf(node)) {
    if (isFunction(child) || /^Class/.test(child.type)) continue;
    if (child.type === 'VariableDeclaration' && child.kind === 'var')
      found.push(...declarators(child, 'var'));
    found.push(...hoisted(child));
  }
  return found;
}

const declarators = (declaration: AnyNode, kind: Binding['kind']): Binding[] =>
  (declaration.declarations as AnyNode[]).flatMap(({ id }) => named(id as AnyNode, kind));

/** The names in a pattern. */
function named(pattern: AnyNode, kind: Binding['kind']): Binding[] {
  switch (pattern.type) {
    case 'Identifier':
      return [{ name: pattern.name as string, kind, offset: pattern.start }];
    case 'AssignmentPattern':
      return named(pattern.left as AnyNode, kind);
    case 'RestElement':
      return named(pattern.argument as AnyNode, kind);
    case 'Property':
      return named(pattern.value as AnyNode, kind);
    default:
      return [...childrenOf(pattern)].flatMap((child) => named(child, kind));
  }
}

/** The names in a piece of text that nothing in it declares: what they mean is for its surroundings to say. */
export function freeNames(program: AnyNode): { readonly node: AnyNode; readonly isShorthand: boolean }[] {
  const found: { node: AnyNode; isShorthand: boolean }[] = [];
  const visit = (node: AnyNode, parent: AnyNode | undefined, declared: ReadonlySet<string>): void => {
    const bindings = declaredBy(node);
    const known =
      bindings.length === 0 ? declared : new Set([...declared, ...bindings.map(({ name }) => name)]);
    if (node.type === 'Identifier') {
      if (!isKey(node, parent) && !known.has(node.name as string)) {
        found.push({ node, isShorthand: parent?.type === 'Property' && parent.shorthand === true });
      }
      return;
    }
    if (node.type === 'Property' && node.shorthand) {
      visit(node.value as AnyNode, node, known);
      return;
    }
    for (const child of childrenOf(node)) visit(child, node, known);
  };
  visit(program, undefined, new Set());
  return found;
}

/** Whether an identifier is the name of a member, a label or the like, and no variable. */
function isKey(node: AnyNode, parent: AnyNode | undefined): boolean {
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.property === node && parent.computed !== true;
    case 'Property':
      return parent.key === node && parent.computed !== true && parent.shorthand !== true;
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return parent.key === node && parent.computed !== true;
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return true;
    default:
      return false;
  }
}
