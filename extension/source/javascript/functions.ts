import { behindDecorator } from './bodies.ts';
import { type Region, readCode, readInside } from './code.ts';
import { readBinding } from './patterns.ts';
import { Scope } from './scope.ts';
import type { Source } from './source.ts';
import { behindType, behindTypeArguments } from './types.ts';
import { JOINING, KEYWORDS, MODIFIERS } from './words.ts';

/**
 * What follows a function's name: parameters, and the body, if there is one. Returns the token behind.
 * @param start where the function begins in the text
 */
export function readFunction(region: Region, from: number, start: number): number {
  const { source, end } = region;
  let at = from;
  if (source.textAt(at) === '<') at = source.erase(at, behindTypeArguments(source, at) ?? at + 1);
  if (source.textAt(at) !== '(') return Math.max(at, from);
  const scope = new Scope('function', region.scope, start);
  at = readParameters({ source, scope, end }, at);
  if (source.textAt(at) === '{') at = readInside({ source, scope, end }, at);
  scope.end = source.endBefore(at);
  return at;
}

/** Returns the token behind them, and behind the type of what is returned. */
function readParameters(region: Region, open: number): number {
  const { source } = region;
  const inside: Region = { ...region, end: Math.min(source.brackets.end(open), region.end) };
  for (let at = open + 1; at < inside.end; ) {
    const first = at;
    while (source.textAt(at) === '@') at = behindDecorator(inside, at);
    while (MODIFIERS.has(source.textAt(at) ?? '') && source.isName(at + 1)) at += 1;
    if (source.textAt(at) === '...') at += 1;
    if (source.textAt(at) === 'this') at = behindType(source, at + 2, inside.end);
    else at = readBinding(inside, at, 'parameter');
    if (source.textAt(at) === '=') at = readCode({ ...inside, isOne: true }, at + 1);
    if (source.textAt(at) === ',' || at === first) at += 1;
  }
  const behind = Math.min(source.brackets.behind(open), region.end);
  if (!source.hasTypes || source.textAt(behind) !== ':') return behind;
  return source.erase(behind, behindType(source, behind + 1, region.end));
}

/** The arrow of the function that begins with this token; undefined where none does. */
export function arrowAt(source: Source, from: number): number | undefined {
  let at = from;
  if (source.textAt(at) === 'async' && !source.startsLine(at + 1)) {
    if (arrowBehindParameters(source, at + 1) !== undefined) return arrowBehindParameters(source, at + 1);
  }
  if (source.hasTypes && source.textAt(at) === '<') {
    const behind = behindTypeArguments(source, at);
    if (behind === undefined || source.textAt(behind) !== '(') return undefined;
    at = behind;
  }
  return arrowBehindParameters(source, at);
}

function arrowBehindParameters(source: Source, at: number): number | undefined {
  if (source.isName(at)) {
    const text = source.textAt(at)!;
    return source.textAt(at + 1) === '=>' && !KEYWORDS.has(text) ? at + 1 : undefined;
  }
  if (source.textAt(at) !== '(') return undefined;
  const behind = source.brackets.behind(at);
  if (source.textAt(behind) === '=>') return behind;
  if (!source.hasTypes || source.textAt(behind) !== ':' || !mayBeParameters(source, at)) return undefined;
  const arrow = behindType(source, behind + 1, source.tokens.length);
  return source.textAt(arrow) === '=>' ? arrow : undefined;
}

/** What is called is no list of parameters, whatever follows it. */
function mayBeParameters(source: Source, open: number): boolean {
  const before = source.textAt(open - 1);
  if (before === undefined || before === 'async') return true;
  if (before === ')' || before === ']' || before === '?') return false;
  return !source.isName(open - 1) || KEYWORDS.has(before) || JOINING.has(before);
}

export function readArrow({ source, scope: outer, end }: Region, from: number): number {
  const arrow = Math.min(arrowAt(source, from)!, end - 1);
  const scope = new Scope('function', outer, source.startOf(from));
  const region = { source, scope, end };
  const open = parametersBefore(source, from, arrow);
  if (source.textAt(open) === '(') readParameters(region, open);
  else source.declare(open, scope);
  let at = arrow + 1;
  if (source.textAt(at) === '{') at = readInside(region, at);
  else at = readCode({ ...region, isOne: true }, at);
  scope.end = source.endBefore(at);
  return Math.max(at, from + 1);
}

function parametersBefore(source: Source, from: number, arrow: number): number {
  let at = from;
  while (at < arrow && source.textAt(at) !== '(' && at + 1 !== arrow) at += 1;
  return at;
}
