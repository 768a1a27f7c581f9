import { type Region, readCode, readInside } from './code.ts';
import { readFunction } from './functions.ts';
import { Scope } from './scope.ts';
import { behindType, behindTypeArguments } from './types.ts';
import { MODIFIERS } from './words.ts';

/** What shows that a word is the very name of a member, and says nothing about the one behind it. */
const BEHIND_NAME: ReadonlySet<string | undefined> = new Set('( < = ; : ? ! , }'.split(' '));

function behindModifiers(region: Region, from: number): number {
  const { source } = region;
  let at = from;
  while (
    source.textAt(at) === '*' ||
    (MODIFIERS.has(source.textAt(at) ?? '') && at + 1 < region.end && !BEHIND_NAME.has(source.textAt(at + 1)))
  )
    at += 1;
  return at;
}

/** A name, a text, or what is computed in brackets. */
const behindKey = (region: Region, at: number): number =>
  region.source.textAt(at) === '[' ? readInside(region, at) : at + 1;

/** `{ a, b: c, d() {} }`. Returns the token behind. */
export function readObject(region: Region, open: number): number {
  const { source, scope } = region;
  const inside: Region = { source, scope, end: Math.min(source.brackets.end(open), region.end) };
  for (let at = open + 1; at < inside.end; ) {
    const first = at;
    if (source.textAt(at) === '...') at = readCode({ ...inside, isOne: true }, at + 1);
    else {
      const name = behindModifiers(inside, at);
      at = behindKey(inside, name);
      const next = at < inside.end ? source.textAt(at) : ',';
      if (next === '(' || next === '<') at = readFunction(inside, at, source.startOf(first));
      else if (next === ':') at = readCode({ ...inside, isOne: true }, at + 1);
      else if (source.isName(name)) {
        source.use(name, scope);
        if (next === '=') at = readCode({ ...inside, isOne: true }, at + 1);
      }
    }
    if (source.textAt(at) === ',' || at <= first) at = Math.max(at, first) + 1;
    else if (at < inside.end) at = readCode({ ...inside, isOne: true }, at);
  }
  return Math.min(source.brackets.behind(open), region.end);
}

/** Of a class. Returns the token behind. */
export function readClass(region: Region, open: number): number {
  const { source, scope } = region;
  const inside: Region = { source, scope, end: Math.min(source.brackets.end(open), region.end) };
  for (let at = open + 1; at < inside.end; ) at = Math.max(readMember(inside, at), at + 1);
  return Math.min(source.brackets.behind(open), region.end);
}

function readMember(region: Region, from: number): number {
  const { source, scope, end } = region;
  const start = source.startOf(from);
  if (source.textAt(from) === '@') return behindDecorator(region, from);
  if (source.textAt(from) === 'static' && source.textAt(from + 1) === '{') {
    const body = new Scope('function', scope, start);
    const behind = readInside({ source, scope: body, end }, from + 1);
    body.end = source.endBefore(behind);
    return behind;
  }
  let at = behindKey(region, behindModifiers(region, from));
  while (source.textAt(at) === '?' || source.textAt(at) === '!') at += 1;
  if (source.textAt(at) === '<') at = behindTypeArguments(source, at) ?? at;
  if (source.textAt(at) === '(') return readFunction(region, at, start);
  if (source.hasTypes && source.textAt(at) === ':') at = source.erase(at, behindType(source, at + 1, end));
  if (source.textAt(at) !== '=') return at;
  // What a field begins with is evaluated as in a method.
  const value = new Scope('function', scope, start);
  at = readCode({ source, scope: value, end, isOne: true }, at + 1);
  value.end = source.endBefore(at);
  return at;
}

/** `@a.b(c)`. */
export function behindDecorator(region: Region, from: number): number {
  const { source, scope } = region;
  let at = from + 1;
  if (source.isName(at)) source.use(at, scope);
  for (at += 1; source.textAt(at) === '.'; at += 2) source.members.add(at + 1);
  return source.textAt(at) === '(' ? readInside(region, at) : at;
}
