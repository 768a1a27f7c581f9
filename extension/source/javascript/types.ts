import type { Tokenized } from './tokenized.ts';

/** What may stand before a type. */
const PREFIXES: ReadonlySet<string | undefined> = new Set(
  'keyof typeof unique readonly infer asserts abstract new | & -'.split(' '),
);

/** The token behind the type that begins at `from`. */
export function behindType(source: Tokenized, from: number, end: number): number {
  let at = from;
  while (at < end) {
    while (PREFIXES.has(source.textAt(at)) && !endsAsName(source, at)) at += 1;
    const operand = behindOperand(source, at, end);
    if (operand === at) return at;
    at = operand;
    const next = source.textAt(at);
    if (next === '|' || next === '&' || (next === 'is' && !source.startsLine(at))) at += 1;
    else if (next === '=>' && source.textAt(at - 1) === ')') at += 1;
    else if (next === 'extends') {
      at = behindType(source, at + 1, end);
      if (source.textAt(at) !== '?') return at;
      at = behindType(source, at + 1, end);
      if (source.textAt(at) !== ':') return at;
      at += 1;
    } else if (source.textAt(operand - 1) !== '>' || next !== '(') return at;
  }
  return Math.min(at, end);
}

/** A type may be called like a prefix. */
const endsAsName = (source: Tokenized, at: number): boolean =>
  source.isName(at) && !source.isName(at + 1) && !'([{<-'.includes(source.textAt(at + 1) ?? '"');

function behindOperand(source: Tokenized, from: number, end: number): number {
  const { tokens, brackets } = source;
  const token = tokens[from];
  if (!token || from >= end) return from;
  let at = from;
  if (token.kind === 'text') {
    do at = source.textAt(at) === '${' ? brackets.behind(at) : at + 1;
    while (
      tokens[at]?.kind === 'text' ? tokens[at]!.start === tokens[at - 1]!.end : source.textAt(at) === '${'
    );
  } else if (token.kind === 'name' || token.kind === 'number') at += 1;
  else if (token.text === '(' || token.text === '{' || token.text === '[') at = brackets.behind(at);
  else if (token.text === '<') return behindTypeArguments(source, at) ?? at;
  else return at;
  for (;;) {
    const next = source.textAt(at);
    if (next === '.' && source.isName(at + 1)) at += 2;
    else if (next === '[' && !source.startsLine(at)) at = brackets.behind(at);
    else if (next === '<') {
      const behind = behindTypeArguments(source, at);
      if (behind === undefined) return at;
      at = behind;
    } else return at;
  }
}

/** The token behind a list of types, or of their parameters, in `<>`; undefined where it is none, but a comparison. */
export function behindTypeArguments(source: Tokenized, open: number): number | undefined {
  let at = open + 1;
  const end = source.tokens.length;
  while (at < end) {
    if (source.textAt(at) === '>') return at + 1;
    let behind = behindType(source, at, end);
    if (source.textAt(behind) === '=') behind = behindType(source, behind + 1, end);
    if (source.textAt(behind) === ',') behind += 1;
    else if (behind === at || source.textAt(behind) !== '>') {
      // `const T`, `in T`, `out T`
      if (behind !== at + 1 || !source.isName(at) || !source.isName(behind)) return undefined;
    }
    at = behind;
  }
  return undefined;
}
