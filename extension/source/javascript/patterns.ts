import { type Region, readCode, readInside } from './code.ts';
import { arrowAt } from './functions.ts';
import type { Source } from './source.ts';
import { behindType } from './types.ts';

/** What declares: of `var` and parameters the names are those of the whole function. */
export type Binding = string;

/** What is declared by one pattern, with its type, up to what it is initialized with. Returns the token behind. */
export function readBinding(region: Region, from: number, binding: Binding): number {
  const { source, end } = region;
  const isPlain = source.isName(from);
  let at = readPattern(region, from, binding);
  if (source.textAt(at) === '!') at += 1;
  if (source.textAt(at) === '?') at += 1;
  if (source.hasTypes && source.textAt(at) === ':') at = source.erase(at, behindType(source, at + 1, end));
  if (isPlain && source.textAt(at) === '=' && isFunction(source, at + 1))
    scopeFor(region, binding).declare(source.textAt(from)!, false);
  return at;
}

/** Whether a variable is only the name of a function or class. */
function isFunction(source: Source, at: number): boolean {
  const text = source.textAt(at);
  if (text === 'function' || text === 'class') return true;
  if (text === 'async' && source.textAt(at + 1) === 'function') return true;
  return arrowAt(source, at) !== undefined;
}

const scopeFor = ({ scope }: Region, binding: Binding) => (binding === 'var' ? scope.function : scope);

function readPattern(region: Region, from: number, binding: Binding): number {
  const { source } = region;
  const text = source.textAt(from);
  if (text === '{' || text === '[') return readParts(region, from, binding, text === '{');
  if (source.isName(from) && from < region.end) {
    source.declare(from, scopeFor(region, binding));
    return from + 1;
  }
  return from;
}

function readParts(region: Region, open: number, binding: Binding, isObject: boolean): number {
  const { source } = region;
  const inside = { ...region, end: Math.min(source.brackets.end(open), region.end) };
  for (let at = open + 1; at < inside.end; ) {
    const first = at;
    if (source.textAt(at) === '...') at += 1;
    else if (isObject) at = behindKey(inside, at);
    at = readPattern(inside, at, binding);
    if (source.textAt(at) === '=') at = readCode({ ...inside, isOne: true }, at + 1);
    if (source.textAt(at) === ',' || at === first) at += 1;
  }
  return Math.min(source.brackets.behind(open), region.end);
}

/** `a:` and `[a]:`, where there is one. */
function behindKey(region: Region, at: number): number {
  const { source } = region;
  const key = source.textAt(at) === '[' ? readInside(region, at) : at + 1;
  return source.textAt(key) === ':' ? key + 1 : at;
}
