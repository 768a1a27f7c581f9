import path from 'node:path';
import type { FunctionBreakpoint } from './function-breakpoint.ts';
import { type FunctionDeclaration, functionDeclarations } from './function-declarations.ts';
import { pathOfUrl } from './paths.ts';
import type { Position } from './positions.ts';
import type { Parsed } from './script-text.ts';
import type { SourceMap } from './source-map.ts';

/** A function that one or more breakpoints name. */
export interface NamedFunction {
  readonly body: Position;
  readonly breakpoints: readonly FunctionBreakpoint[];
}

/** Whether a text may hold a function of one of the names: a look that costs far less than to parse it. */
export const mentions = (text: string, map: SourceMap | undefined, words: readonly string[]): boolean =>
  words.some((word) => text.includes(word.replace('#', '')) || map?.hasName(word));

/** The functions of a script that breakpoints name, by the names in the script and by those in its sources. */
export function namedFunctions(
  parsed: Parsed,
  url: string,
  map: SourceMap | undefined,
  breakpoints: readonly FunctionBreakpoint[],
): NamedFunction[] {
  const file = pathOfUrl(url);
  const known = breakpoints.filter(({ path: { length } }) => length > 1 || !isForeign(file));
  return functionDeclarations(parsed).flatMap((declaration) => {
    const names = namesOf(declaration, file, map);
    const meant = known.filter((breakpoint) => names.some((name) => isMeant(breakpoint.path, name)));
    return meant.length > 0 ? [{ body: declaration.body, breakpoints: meant }] : [];
  });
}

/** In packages nearly every name occurs somewhere: functions there are meant only by a name of several parts. */
const isForeign = (file: string | undefined): boolean =>
  file?.includes(`${path.sep}node_modules${path.sep}`) ?? false;

/** Every full name of a function; the first part is that of its file. */
function namesOf(
  { path: parts }: FunctionDeclaration,
  file: string | undefined,
  map: SourceMap | undefined,
): string[][] {
  const names = [[stem(file), ...parts.map(({ name }) => name)]];
  if (map) {
    const source = map.toOriginal(parts[0]!.at)?.source.path;
    names.push([stem(source), ...parts.map(({ name, at }) => map.nameAt(at) ?? name)]);
  }
  // `new Shape()` calls the constructor.
  return names.flatMap((name) => (name.at(-1) === 'constructor' ? [name, name.slice(0, -1)] : [name]));
}

const stem = (file: string | undefined): string =>
  file === undefined ? '' : path.basename(file).replace(/\..*$/, '');

/** A name may leave out what the function is declared in: `area` means `Circle.area`, too. */
const isMeant = (wanted: readonly string[], full: readonly string[]): boolean =>
  // The name of a file alone names no function.
  wanted.length <= full.length &&
  full.length > 1 &&
  wanted.every((part, index) => part === full[full.length - wanted.length + index]);
