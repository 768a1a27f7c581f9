import { PARTNER } from '../../source/javascript/brackets.ts';
import type { Tokenized } from '../../source/javascript/tokenized.ts';
import { HOLE, type Token } from '../../source/javascript/tokens.ts';
import { textOfString, unescaped } from './javascript-text.ts';
import type { Title } from './test-item.ts';

/** What a title is filled in with where a test is run with each of several values. */
const PLACEHOLDER = /%[sdifjoOcp#$]|%%|\$[A-Za-z_#\d][\w.]*|\$#/;

/** The argument at `from` as a title; undefined where it is none, or where nothing follows that could run. */
export function titleAt(source: Tokenized, from: number, isFilledIn: boolean): Title | undefined {
  const end = behindArgument(source, from);
  if (end === from || source.textAt(end) !== ',') return undefined;
  const title = titleOf(source, from, end);
  if (!title.some((part) => part) && !isFunctionAt(source, end + 1)) return undefined;
  return isFilledIn
    ? title.flatMap((part) => (part === undefined ? [part] : withoutPlaceholders(part)))
    : title;
}

function behindArgument(source: Tokenized, from: number): number {
  let at = from;
  while (at < source.tokens.length && ![',', ')', ']', '}'].includes(source.textAt(at) ?? ''))
    at = behindPart(source, at);
  return at;
}

/** The token behind the one at `at`, or behind all of the brackets that it opens. */
const behindPart = ({ tokens, brackets }: Tokenized, at: number): number =>
  tokens[at]!.kind === 'punctuation' && PARTNER[tokens[at]!.text] ? brackets.behind(at) : at + 1;

function titleOf(source: Tokenized, from: number, end: number): Title {
  const parts = joined(source, from, end);
  if (parts) return parts;
  const [first, second, third] = source.tokens.slice(from, end).map(({ text }) => text);
  // The name of a class or component stands for it.
  const isName = source.isName(from) && /^[A-Z]/.test(first!);
  const isNameOf = end - from === 3 && second === '.' && third === 'name';
  return isName && (end - from === 1 || isNameOf) ? [first] : [undefined];
}

/** Of text that is put together with `+`; what is not text is left open. */
function joined(source: Tokenized, from: number, end: number): Title | undefined {
  const { tokens } = source;
  const parts: (string | undefined)[] = [];
  let isStart = true;
  for (let at = from; at < end; ) {
    const token = tokens[at]!;
    const isPlus = source.textAt(at) === '+';
    if (isStart && isTemplate(token)) parts.push(...titleOfTemplate(source, at));
    else if (isStart && token.kind === 'text' && /^["']/.test(token.text))
      parts.push(textOfString(token.text));
    // `'a'.repeat(3)`, `'a' as const`, `cond ? 'a' : 'b'`: something else than the text.
    else if (!isPlus && (isStart || parts.at(-1) !== undefined)) {
      if (!isStart) parts.pop();
      parts.push(undefined);
    }
    at = isTemplate(token) ? behindTemplate(source, at) : behindPart(source, at);
    isStart = isPlus;
  }
  return parts.some((part) => part !== undefined) ? parts : undefined;
}

export const isTemplate = (token: Token | undefined): boolean => token?.kind === 'text' && token.text === '`';

/** The token behind a template whose backtick is at `open`. */
export function behindTemplate(source: Tokenized, open: number): number {
  let at = open + 1;
  while (source.textAt(at) === HOLE || source.textAt(at + 1) === HOLE) at = behindPart(source, at);
  return at + 1;
}

/** What a template says, as far as that stands in the source. */
function titleOfTemplate(source: Tokenized, open: number): Title {
  const end = behindTemplate(source, open);
  const parts: (string | undefined)[] = [''];
  for (let at = open + 1; at < end; at = behindPart(source, at)) {
    const text = source.tokens[at]!.text;
    if (source.textAt(at) === HOLE) parts.push(undefined, '');
    else parts[parts.length - 1] = unescaped(at === end - 1 ? text.slice(0, -1) : text);
  }
  return parts;
}

/** Whether a function begins at `at`, or behind options there: what has no title to be read may be a call of something else. */
function isFunctionAt(source: Tokenized, at: number): boolean {
  const first = source.textAt(at);
  if (first === 'async') return isFunctionAt(source, at + 1);
  if (first === '{') {
    const behind = source.brackets.behind(at);
    return source.textAt(behind) === ',' && isFunctionAt(source, behind + 1);
  }
  const arrow = first === '(' ? source.brackets.behind(at) : at + 1;
  return first === 'function' || source.textAt(arrow) === '=>';
}

function withoutPlaceholders(text: string): Title {
  const parts: (string | undefined)[] = [];
  let rest = text;
  for (let match = PLACEHOLDER.exec(rest); match; match = PLACEHOLDER.exec(rest)) {
    const before = rest.slice(0, match.index);
    parts.push(...(match[0] === '%%' ? [`${before}%`] : [before, undefined]));
    rest = rest.slice(match.index + match[0].length);
  }
  return [...parts, rest];
}
