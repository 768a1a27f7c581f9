import { readCode } from './code.ts';
import { type Flavour, Source } from './source.ts';

/** Reads a whole text: which names are values, and where they are known. */
export function outlineOf(text: string, flavour: Flavour): Source {
  const source = new Source(text, flavour);
  readCode({ source, scope: source.program, end: source.tokens.length }, 0);
  return source;
}
