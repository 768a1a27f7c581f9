import { templateAt } from './javascript-tokens.ts';
import type { Title } from './test-item.ts';

const ESCAPE = /\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(\r?\n)|([\s\S]))/g;
const CONTROLS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
};

function unescaped(text: string): string {
  return text.replaceAll(
    ESCAPE,
    (_, long?: string, four?: string, two?: string, lineEnd?: string, other?: string) => {
      const code = long ?? four ?? two;
      if (code !== undefined) return fromCode(Number.parseInt(code, 16));
      return lineEnd === undefined ? (CONTROLS[other!] ?? other!) : '';
    },
  );
}

const fromCode = (code: number): string => (code <= 0x10_ff_ff ? String.fromCodePoint(code) : '');

/** What a string with its quotes says. */
export const textOfString = (token: string): string =>
  unescaped(token.slice(1, token.length > 1 && token.endsWith(token[0]!) ? -1 : undefined));

/** What a template with its backticks says, as far as that stands in the source. */
export function titleOfTemplate(token: string): Title {
  const substitutions = templateAt(token, 0)?.substitutions ?? [];
  const starts = [1, ...substitutions.map(([, end]) => end)];
  const ends = [...substitutions.map(([start]) => start), token.length - 1];
  return starts.flatMap((start, index) => {
    const text = unescaped(token.slice(start, ends[index]));
    return index === 0 ? [text] : [undefined, text];
  });
}
