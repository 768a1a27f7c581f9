/** A name in a line of Python, by the places of its first letter and behind its last. */
export interface Name {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** What a line is made of: text in quotes and comments are passed over. */
const TOKEN =
  /#.*|[a-zA-Z]{0,2}(?:'''|""").*?(?:'''|"""|$)|[a-zA-Z]{0,2}(?:'(?:\\.|[^'\\])*'?|"(?:\\.|[^"\\])*"?)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|\d[\w.]*|\s+|[^\s]/gu;

interface Token {
  readonly text: string;
  readonly start: number;
  readonly isName: boolean;
}

const tokensOf = (line: string): Token[] =>
  [...line.matchAll(TOKEN)]
    .map((match) => ({ text: match[0], start: match.index, isName: match.groups?.name !== undefined }))
    .filter(({ text }) => text.trim() !== '');

/** The variables that a line names: no attributes, no keywords, no names of arguments, nothing that is called. */
export function variablesIn(line: string): Name[] {
  const tokens = tokensOf(line);
  return tokens.flatMap(({ text, start, isName }, index) => {
    const [before, after, further] = [
      tokens[index - 1]?.text,
      tokens[index + 1]?.text,
      tokens[index + 2]?.text,
    ];
    const isArgument =
      after === '=' && further !== '=' && (before === '(' || before === ',') && depthAt(tokens, index) > 0;
    if (!isName || KEYWORDS.has(text) || before === '.' || after === '(' || isArgument) return [];
    if (before === 'def' || before === 'class' || before === 'import') return [];
    return [{ name: text, start, end: start + text.length }];
  });
}

const depthAt = (tokens: readonly Token[], index: number): number =>
  tokens.slice(0, index).reduce((depth, { text }) => depth + (text === '(' ? 1 : text === ')' ? -1 : 0), 0);

/**
 * What is evaluated where the mouse is at `column`: the name there, with all that it is an attribute or an item of. Nothing
 * in text, comments and keywords, and nothing that would call a function.
 */
export function expressionAt(line: string, column: number): Name | undefined {
  const tokens = tokensOf(line);
  const at = tokens.findIndex(({ text, start }) => start <= column && column <= start + text.length - 1);
  const token = tokens[at];
  if (!token?.isName || KEYWORDS.has(token.text)) return undefined;
  const first = beginningOf(tokens, at);
  if (first === undefined) return undefined;
  const end = token.start + token.text.length;
  return { name: line.slice(tokens[first]!.start, end), start: tokens[first]!.start, end };
}

/** The token that an expression begins with whose last name is at `at`; undefined where a call is part of it. */
function beginningOf(tokens: readonly Token[], at: number): number | undefined {
  let first = at;
  while (tokens[first - 1]?.text === '.') {
    let before = first - 2;
    while (tokens[before]?.text === ']') {
      const opened = openingOf(tokens, before);
      if (opened === undefined || tokens.slice(opened, before).some(({ text }) => text === '('))
        return undefined;
      before = opened - 1;
    }
    if (!tokens[before]?.isName || KEYWORDS.has(tokens[before]!.text)) return undefined;
    first = before;
  }
  return first;
}

function openingOf(tokens: readonly Token[], closing: number): number | undefined {
  let depth = 0;
  for (let index = closing; index >= 0; index -= 1) {
    if (tokens[index]!.text === ']') depth += 1;
    if (tokens[index]!.text === '[') depth -= 1;
    if (depth === 0) return index;
  }
  return undefined;
}

const indentOf = (line: string): number => /^[ \t]*/.exec(line)![0].length;
const isBlank = (line: string): boolean => /^\s*(#.*)?$/.test(line);

/** The line, from 0, that the function begins on in which a line is; 0 where it is in none. */
export function functionAround(lines: readonly string[], line: number): number {
  let indent = indentOf(lines[line] ?? '');
  for (let index = line; index >= 0; index -= 1) {
    const text = lines[index]!;
    if (isBlank(text) || (index < line && indentOf(text) >= indent)) continue;
    if (/^\s*(async\s+)?def\b/.test(text)) return index;
    indent = Math.min(indent, indentOf(text));
  }
  return 0;
}
