import type { Position } from './positions.ts';

/** Where the cursor is in what is being typed. */
export interface Place {
  /** What the name belongs to, as it was typed; undefined for a name of its own. */
  readonly owner: string | undefined;
  /** The part of the name that is there already. */
  readonly typed: string;
  /** The column at which it begins. */
  readonly start: number;
  /** It is in quotes, in brackets. */
  readonly isQuoted: boolean;
  /** Length of the `.` or `?.` before it. */
  readonly dot: number;
}

/** Undefined where no name can come: in a text, in a comment, after a number. */
export async function cursorIn(text: string, { line, column }: Position): Promise<Place | undefined> {
  const lines = text.split('\n');
  const before = [...lines.slice(0, line), (lines[line] ?? '').slice(0, column)].join('\n');
  const quoted = /(\[\s*)(["'])([^"'\\\n]*)$/.exec(before);
  if (quoted) {
    const owner = await expressionBefore(before.slice(0, quoted.index));
    const typed = quoted[3]!;
    if (!owner) return undefined;
    return { owner, typed, start: column - typed.length, isQuoted: true, dot: 0 };
  }
  if (!(await isCode(before))) return undefined;
  const typed = /[\p{ID_Start}$_#]?[\p{ID_Continue}$]*$/u.exec(before)![0];
  if (/^\d/.test(typed)) return undefined;
  const rest = before.slice(0, before.length - typed.length);
  const start = column - typed.length;
  const dot = /\?\.$|(?<!\.)\.$/.exec(rest)?.[0].length ?? 0;
  if (dot === 0) return { owner: undefined, typed, start, isQuoted: false, dot };
  const owner = await expressionBefore(rest.slice(0, -dot));
  return owner === undefined ? undefined : { owner, typed, start, isQuoted: false, dot };
}

/** Whether a text does not end inside a string, a template or a comment. */
async function isCode(text: string): Promise<boolean> {
  const { tokenizer } = await import('acorn');
  try {
    const comments: number[] = [];
    const onComment = (isBlock: boolean, _: string, __: number, end: number): void => {
      if (!isBlock) comments.push(end);
    };
    for (const _ of tokenizer(text, { ecmaVersion: 'latest', onComment, allowHashBang: true }));
    return comments.at(-1) !== text.length;
  } catch {
    return false;
  }
}

/** The longest chain of names, members, calls and literals that a text ends in, if it is an expression. */
async function expressionBefore(text: string): Promise<string | undefined> {
  const { parseExpressionAt, tokenizer } = await import('acorn');
  const starts: number[] = [];
  try {
    for (const { start } of tokenizer(text, { ecmaVersion: 'latest' })) starts.push(start);
  } catch {
    return undefined;
  }
  let found: string | undefined;
  for (const start of starts.reverse()) {
    const part = text.slice(start);
    try {
      const node = parseExpressionAt(part, 0, { ecmaVersion: 'latest', checkPrivateFields: false } as never);
      if (part.slice(node.end).trim() !== '' || !CHAINS.has(node.type)) continue;
      // Behind `new` or a unary operator, the chain is the same as without it.
      found = part.trim();
    } catch {
      // Not an expression from here on; perhaps from further left.
    }
  }
  return found;
}

/** What binds at least as close as a dot. */
const CHAINS = new Set([
  'Identifier',
  'ThisExpression',
  'MemberExpression',
  'CallExpression',
  'ChainExpression',
  'Literal',
  'TemplateLiteral',
  'ArrayExpression',
  'ObjectExpression',
  'Super',
  'MetaProperty',
]);
