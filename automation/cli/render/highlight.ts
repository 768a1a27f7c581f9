import type { Look, Paint } from './style.ts';

const OF_JAVASCRIPT =
  'abstract as async await break case catch class const continue debugger default delete do else enum export extends ' +
  'false finally for from function get if implements import in instanceof interface let new null of private protected ' +
  'public readonly return set static super switch this throw true try type typeof undefined using var void while with yield';

const OF_PYTHON =
  'and as assert async await break case class continue def del elif else except False finally for from global if import ' +
  'in is lambda match None nonlocal not or pass raise return True try while with yield';

const tokens = (comment: string, string: string, keywords: string): RegExp =>
  new RegExp(
    [
      `(?<comment>${comment})`,
      `(?<string>${string})`,
      String.raw`(?<number>(?<![\w$])\d[\w.]*)`,
      String.raw`(?<keyword>(?<![\w$.])(?:${keywords.replaceAll(' ', '|')})(?![\w$]))`,
    ].join('|'),
    'g',
  );

const QUOTED = String.raw`'(?:\\.|[^'\\])*'?|"(?:\\.|[^"\\])*"?`;
const JAVASCRIPT = tokens(
  String.raw`\/\/.*$|\/\*.*?(?:\*\/|$)|^\s*\*.*$`,
  `${QUOTED}|${String.raw`\`(?:\\.|[^\`\\])*\`?`}`,
  OF_JAVASCRIPT,
);
const LONG = `'''.*?(?:'''|$)|""".*?(?:"""|$)`;
const PYTHON = tokens('#.*$', `${LONG}|${QUOTED}`, OF_PYTHON);

/** Colours one line of `file`, which is Python by its name, or JavaScript. It knows nothing of the lines above: good enough to read by. */
export function highlight(line: string, paint: Paint, file = ''): string {
  return line.replace(/\.pyw?$/.test(file) ? PYTHON : JAVASCRIPT, (token, ...rest) => {
    const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>;
    const look = Object.keys(groups).find((name) => groups[name] !== undefined);
    return paint(look as Look, token);
  });
}
