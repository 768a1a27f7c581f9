import type { Look, Paint } from './style.ts';

const KEYWORDS =
  'abstract as async await break case catch class const continue debugger default delete do else enum export extends ' +
  'false finally for from function get if implements import in instanceof interface let new null of private protected ' +
  'public readonly return set static super switch this throw true try type typeof undefined using var void while with yield';

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>\/\/.*$|\/\*.*?(?:\*\/|$)|^\s*\*.*$)`,
    String.raw`(?<string>'(?:\\.|[^'\\])*'?|"(?:\\.|[^"\\])*"?|\`(?:\\.|[^\`\\])*\`?)`,
    String.raw`(?<number>(?<![\w$])\d[\w.]*)`,
    String.raw`(?<keyword>(?<![\w$.])(?:${KEYWORDS.replaceAll(' ', '|')})(?![\w$]))`,
  ].join('|'),
  'g',
);

/** Colours one line of JavaScript or TypeScript. It knows nothing of the lines above: good enough to read by. */
export function highlight(line: string, paint: Paint): string {
  return line.replace(TOKEN, (token, ...rest) => {
    const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>;
    const look = Object.keys(groups).find((name) => groups[name] !== undefined);
    return paint(look as Look, token);
  });
}
