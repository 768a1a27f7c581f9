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

/** What is said by text in quotes, without them. */
export function unescaped(text: string): string {
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
