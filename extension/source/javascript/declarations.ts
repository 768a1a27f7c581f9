import { readClass } from './bodies.ts';
import { type Region, readInside } from './code.ts';
import { readFunction } from './functions.ts';
import type { Tokenized } from './tokenized.ts';
import { behindTypeArguments } from './types.ts';
import { BEFORE_VALUE, JOINING, KEYWORDS, VALUES } from './words.ts';

/** Whether a name follows that the word before declares. */
export const isBound = (source: Tokenized, at: number): boolean =>
  source.isName(at) && !source.startsLine(at) && !JOINING.has(source.textAt(at)!);

/** From `function` or `async` on. Returns the token behind. */
export function readNamedFunction(region: Region, from: number): number {
  const { source, scope } = region;
  let at = from + (source.textAt(from) === 'async' ? 2 : 1);
  if (source.textAt(at) === '*') at += 1;
  const isNamed = source.isName(at);
  if (isNamed) source.declare(at, scope, false);
  return readFunction(region, isNamed ? at + 1 : at, source.startOf(from));
}

/** From `class` or `interface` on. Returns the token behind; undefined where it is neither. */
export function readNamedClass(region: Region, from: number): number | undefined {
  const { source, scope, end } = region;
  const isClass = source.textAt(from) === 'class';
  if (!isClass && !(source.hasTypes && isBound(source, from + 1))) return undefined;
  let at = from + 1;
  if (source.isName(at) && !['extends', 'implements'].includes(source.textAt(at)!)) {
    if (isClass) source.declare(at, scope, false);
    at += 1;
  }
  while (at < end && source.textAt(at) !== '{') {
    const next = source.textAt(at);
    if (next === '<') at = behindTypeArguments(source, at) ?? at + 1;
    else if (next === '(' || next === '[') at = readInside(region, at);
    else at += 1;
  }
  if (isClass) return readClass(region, at);
  return source.erase(at, Math.min(source.brackets.behind(at), end));
}

/** Of an enumeration: what stands in it are no variables. */
export function behindEnum({ source, end }: Region, from: number): number {
  let at = from;
  while (at < end && source.tokens[at]!.text !== '{') at += 1;
  return Math.min(source.brackets.behind(at), end);
}

/** What is imported are hardly ever variables. */
export function behindImport({ source: { tokens, brackets }, end }: Region, from: number): number {
  for (let at = from + 1; at < end; ) {
    const { kind, text, startsLine } = tokens[at]!;
    if (kind === 'punctuation' && text === '{') at = brackets.behind(at);
    else if (text === ';' || (startsLine && isStatement(text))) return at;
    else if (kind === 'name' || text === '*' || text === ',') at += 1;
    else return at + (kind === 'text' ? 1 : 0);
  }
  return end;
}

const isStatement = (text: string): boolean =>
  KEYWORDS.has(text) && !VALUES.has(text) && !BEFORE_VALUE.has(text);
