import { endOfLine, type Found, onceInEachLine } from '../language.ts';
import { endOfPath, expressionOf } from './expression.ts';
import type { Source, Use } from './source.ts';

/** See `Reading.variablesUpTo`. */
export function variablesUpTo(source: Source, text: string, stop: number): Found[] {
  const here = source.program.at(stop);
  const lineEnd = endOfLine(text, stop);
  const found = source.uses
    .filter(({ index, scope }) => scope.function === here.function && source.startOf(index) < lineEnd)
    .filter((use) => isKnown(source, use, here, stop))
    .sort((one, other) => one.index - other.index)
    .flatMap(({ index, isDeclared }) => {
      const last = isDeclared ? index : endOfPath(source, index);
      const isEmpty = last === undefined || (last === index && source.textAt(index) === 'this');
      return isEmpty ? [] : expressionOf(source, index, last);
    });
  return onceInEachLine(text, found);
}

/** Whether the name means at the stop what it means where it stands, and that is a variable which has a value. */
function isKnown(
  source: Source,
  { index, scope, knownFrom }: Use,
  here: Use['scope'],
  stop: number,
): boolean {
  const name = source.textAt(index)!;
  if (name === 'this') return true;
  const owner = scope.scopeOf(name);
  return owner?.isVariable(name) === true && here.scopeOf(name) === owner && knownFrom <= stop;
}
