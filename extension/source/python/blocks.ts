import { endsValue, isMark, isName } from './expression.ts';
import type { Token } from './tokens.ts';

/** A function, or the module, by its tokens. */
export interface Block {
  readonly parent: Block | undefined;
  readonly isClass: boolean;
  readonly indent: number;
  /** The first token of its head. */
  readonly first: number;
  /** The token behind its last one. */
  end: number;
  /** The names that are bound in it, and whether to a value, as opposed to a function, a class or a module. */
  readonly names: Map<string, boolean>;
}

const COMPOUND: ReadonlySet<string> = new Set(
  'if elif else for while try except finally with def class async match case'.split(' '),
);

/** All functions and classes of a module, the module first. */
export function blocksOf(tokens: readonly Token[]): Block[] {
  const end = tokens.length;
  const blocks: Block[] = [block(undefined, -1, 0, end, false)];
  let inner = blocks[0]!;
  for (let first = 0; first < end; ) {
    const behind = behindStatement(tokens, first);
    const { indent = 0 } = tokens[first]!;
    for (; inner.parent && indent <= inner.indent; inner = inner.parent) inner.end = first;
    const keyword = tokens[first]!.text === 'async' ? first + 1 : first;
    const word = tokens[keyword]?.text;
    if (word === 'def' || word === 'class') {
      if (isName(tokens[keyword + 1])) inner.names.set(tokens[keyword + 1]!.text, false);
      inner = block(inner, indent, first, end, word === 'class');
      blocks.push(inner);
    }
    bind(tokens, first, behind, inner.names);
    first = behind;
  }
  return blocks;
}

const block = (
  parent: Block | undefined,
  indent: number,
  first: number,
  end: number,
  isClass: boolean,
): Block => ({
  parent,
  indent,
  first,
  end,
  isClass,
  names: new Map(),
});

function behindStatement(tokens: readonly Token[], first: number): number {
  let at = first + 1;
  while (at < tokens.length && tokens[at]!.indent === undefined) at += 1;
  return at;
}

/** What a statement, or each of several in a line, gives names to. */
function bind(tokens: readonly Token[], first: number, end: number, names: Block['names']): void {
  const word = tokens[first]!.text;
  if (word === 'import' || word === 'from') {
    for (let at = first; at < end; at += 1) if (isName(tokens[at])) names.set(tokens[at]!.text, false);
    return;
  }
  const isDefinition = word === 'def' || (word === 'async' && tokens[first + 1]?.text === 'def');
  let statement = first;
  let depth = 0;
  for (let at = first; at < end; at += 1) {
    const { text, kind } = tokens[at]!;
    if (kind === 'name' && isName(tokens[at + 1]) && text === 'as') names.set(tokens[at + 1]!.text, true);
    if (kind === 'name' && text === 'for' && depth === 0)
      bindTargets(tokens, at + 1, indexOf(tokens, 'in', at, end), names);
    if (text === 'lambda') at = colonOf(tokens, at, end);
    if (kind !== 'punctuation') continue;
    if ('([{'.includes(text)) depth += 1;
    else if (')]}'.includes(text)) depth -= 1;
    else if (text === ':=') names.set(tokens[at - 1]!.text, true);
    else if (depth > 0) continue;
    else if (text === '=') {
      bindTargets(tokens, statement, at, names);
      statement = at + 1;
    } else if (text === ':' && !COMPOUND.has(tokens[statement]!.text)) {
      bindTargets(tokens, statement, at, names);
      at = indexOf(tokens, '=', at, end);
      statement = at;
    } else if (text === ':' || text === ';') statement = at + 1;
  }
  if (isDefinition)
    for (const index of parametersOf(tokens, indexOf(tokens, '(', first, end)))
      names.set(tokens[index]!.text, true);
}

/** Names, and those in the brackets of several. */
function bindTargets(tokens: readonly Token[], first: number, end: number, names: Block['names']): void {
  for (let at = first; at < end; at += 1) {
    const isItem =
      (isMark(tokens[at], '[') || isMark(tokens[at], '(')) && endsValue(tokens[at - 1]) && at > first;
    if (isItem) at = closingOf(tokens, at, end);
    else if (
      isName(tokens[at]) &&
      !isMark(tokens[at - 1], '.') &&
      !['.', '[', '('].includes(tokens[at + 1]?.text ?? '')
    )
      names.set(tokens[at]!.text, true);
  }
}

/** The bracket that closes the one at `open`; where there is none, the token itself. */
export function closingOf(tokens: readonly Token[], open: number, end: number): number {
  let depth = 0;
  for (let at = open; at < end; at += 1) {
    const { kind, text } = tokens[at]!;
    if (kind === 'punctuation' && '([{'.includes(text)) depth += 1;
    if (kind === 'punctuation' && ')]}'.includes(text)) depth -= 1;
    if (depth <= 0) return at;
  }
  return end;
}

/** Where the parameters of a `lambda` end. */
function colonOf(tokens: readonly Token[], lambda: number, end: number): number {
  let at = lambda + 1;
  while (at < end && !isMark(tokens[at], ':')) at = closingOf(tokens, at, end) + 1;
  return at;
}

function indexOf(tokens: readonly Token[], text: string, first: number, end: number): number {
  let at = first;
  while (at < end && tokens[at]!.text !== text) at += 1;
  return at;
}

/** The names in the brackets of a `def`, or between `lambda` and its colon. */
export function parametersOf(tokens: readonly Token[], open: number): number[] {
  const isLambda = tokens[open]?.text === 'lambda';
  const end = closingOf(tokens, open, tokens.length);
  const found: number[] = [];
  let depth = 0;
  for (let at = open + 1; at < tokens.length && (isLambda || at < end); at += 1) {
    const token = tokens[at]!;
    const before = tokens[at - 1]!;
    if (isLambda && depth === 0 && (isMark(token, ':') || token.indent !== undefined)) break;
    const isFirst = at === open + 1 || ['(', ',', '*', '**'].includes(before.text);
    if (depth === 0 && isFirst && isName(token)) found.push(at);
    if (token.kind === 'punctuation' && '([{'.includes(token.text)) depth += 1;
    if (token.kind === 'punctuation' && ')]}'.includes(token.text)) depth -= 1;
  }
  return found;
}
