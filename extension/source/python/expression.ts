import type { Found } from '../language.ts';
import { KEYWORDS, type Token } from './tokens.ts';

const WITH_VALUES: ReadonlySet<string> = new Set(['True', 'False', 'None']);

export const isName = (token: Token | undefined): boolean =>
  token?.kind === 'name' && !KEYWORDS.has(token.text);

export const isMark = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'punctuation' && token.text === text;

/** Whether an expression ends here: a bracket that follows it is a call or an item. */
export const endsValue = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === 'punctuation'
    ? [')', ']', '}'].includes(token.text)
    : token.kind !== 'name' || !KEYWORDS.has(token.text) || WITH_VALUES.has(token.text));

/** The bracket that encloses a token, by its index; undefined where none does, or only that of an f-string. */
export function bracketAround(tokens: readonly Token[], index: number): number | undefined {
  let depth = 0;
  for (let at = index - 1; at >= 0 && tokens[at + 1]!.indent === undefined; at -= 1) {
    const { kind, text } = tokens[at]!;
    if (kind !== 'punctuation') continue;
    if (')]}'.includes(text)) depth += 1;
    else if ('([{'.includes(text)) {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return undefined;
}

/** `f(name=value)`; in a `def` and in a `lambda` it is a parameter. */
export function isArgument(tokens: readonly Token[], index: number): boolean {
  if (!isMark(tokens[index + 1], '=')) return false;
  const open = bracketAround(tokens, index);
  if (open === undefined || tokens[open]!.text !== '(' || !endsValue(tokens[open - 1])) return false;
  if (tokens[open - 2]?.text === 'def') return false;
  return isMark(tokens[index - 1], '(') || isMark(tokens[index - 1], ',');
}

/** What is evaluated for the name that is at `offset`. */
export function expressionAt(text: string, tokens: readonly Token[], offset: number): Found | undefined {
  const at = tokens.findLastIndex(({ start }) => start <= offset);
  const index = tokens[at]?.kind === 'name' || tokens[at]?.start !== offset ? at : at - 1;
  const token = tokens[index];
  if (!isName(token) || token!.end < offset || isArgument(tokens, index)) return undefined;
  const first = beginningOf(tokens, index);
  if (first === undefined) return undefined;
  const { start } = tokens[first]!;
  return { expression: onOneLine(text.slice(start, token!.end)), start, end: token!.end };
}

/** Within brackets an expression may go over several lines; alone it may not. */
const onOneLine = (expression: string): string =>
  expression.includes('\n') ? expression.replaceAll(/\s*(?:#.*|\\)?\n\s*/g, ' ') : expression;

/** The token that an expression begins with whose last name is at `last`; undefined where a call is part of it. */
function beginningOf(tokens: readonly Token[], last: number): number | undefined {
  return isMark(tokens[last - 1], '.') ? operandBefore(tokens, last - 2) : last;
}

function operandBefore(tokens: readonly Token[], last: number): number | undefined {
  const token = tokens[last];
  if (isName(token)) return beginningOf(tokens, last);
  if (token?.kind === 'text') return /^\w*["'].*["']$/s.test(token.text) ? last : undefined;
  if (!isMark(token, ']') && !isMark(token, ')')) return undefined;
  const open = bracketAround(tokens, last);
  if (open === undefined || !isHarmless(tokens, open, last)) return undefined;
  const before = tokens[open - 1];
  if (!endsValue(before)) return open;
  return token!.text === ']' ? operandBefore(tokens, open - 1) : undefined;
}

/** Whether nothing is called or assigned between two brackets. */
function isHarmless(tokens: readonly Token[], open: number, close: number): boolean {
  return !tokens
    .slice(open + 1, close)
    .some(
      ({ text }, index) =>
        text === ':=' ||
        text === 'await' ||
        text === 'yield' ||
        (text === '(' && endsValue(tokens[open + index])),
    );
}

/** The attributes of `first` that are named right behind it, without the last if that is called: the token it ends with. */
export function endOfPath(tokens: readonly Token[], first: number): number | undefined {
  let last = first;
  while (isMark(tokens[last + 1], '.') && isName(tokens[last + 2])) last += 2;
  if (!isMark(tokens[last + 1], '(')) return last;
  return last === first ? undefined : last - 2;
}
