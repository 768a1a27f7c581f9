import type { Found } from '../language.ts';
import type { Source } from './source.ts';
import { KEYWORDS } from './words.ts';

/** What an expression in brackets must not do to be looked at. */
const EFFECTS: ReadonlySet<string | undefined> = new Set(
  '= ++ -- => await yield new delete function class import'.split(' '),
);

const isDot = (text: string | undefined): boolean => text === '.' || text === '?.';

/** The expression from one token to another, as JavaScript. */
export function expressionOf(source: Source, first: number, last: number): Found {
  const { tokens, erased } = source;
  let expression = '';
  let end = 0;
  let before: string | undefined;
  for (let index = first; index <= last; index += 1) {
    const token = tokens[index]!;
    const isApart = token.start > end && expression !== '' && !isDot(token.text) && !isDot(before);
    end = token.end;
    if (erased.has(index)) continue;
    expression += (isApart ? ' ' : '') + token.text;
    before = token.text;
  }
  return { expression, start: tokens[first]!.start, end: tokens[last]!.end };
}

/** What is evaluated for the name that is at `offset`. */
export function expressionAt(source: Source, offset: number): Found | undefined {
  const { tokens, values, members } = source;
  const [here, before] = [indexAt(source, offset), indexAt(source, offset - 1)];
  // An editor may say that the mouse is behind the name whose last letter it is on.
  const at = tokens[here]?.kind === 'name' ? here : before;
  if (tokens[at]?.kind !== 'name') return undefined;
  if (values.has(at)) return expressionOf(source, at, at);
  if (!members.has(at)) return undefined;
  const first = beginningOf(source, at);
  return first === undefined ? undefined : expressionOf(source, first, at);
}

function indexAt({ tokens }: Source, offset: number): number {
  let [low, high] = [0, tokens.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { start, end } = tokens[middle]!;
    if (offset < start) high = middle - 1;
    else if (offset >= end) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** The token that the expression begins with whose last member is at `member`; undefined where a call is part of it. */
function beginningOf(source: Source, member: number): number | undefined {
  const at = behindErased(source, member - 2);
  return isDot(source.textAt(member - 1)) ? operandBefore(source, at) : undefined;
}

function behindErased({ erased }: Source, from: number): number {
  let at = from;
  while (erased.has(at)) at -= 1;
  return at;
}

/** Where the operand begins that ends with the token at `last`. */
function operandBefore(source: Source, last: number): number | undefined {
  const { tokens, values, members } = source;
  if (values.has(last)) return last;
  if (members.has(last)) return beginningOf(source, last);
  const token = tokens[last];
  if (token?.kind === 'text') {
    const first =
      tokens[last - 1]?.kind === 'text' && tokens[last - 1]!.end === token.start ? last - 1 : last;
    return endsOperand(source, first - 1) ? undefined : first;
  }
  if (token?.text !== ']' && token?.text !== ')') return undefined;
  const open = source.brackets.openOf(last);
  if (open === undefined || !isHarmless(source, open, last)) return undefined;
  const before = behindErased(source, open - 1);
  const isOperand = endsOperand(source, before);
  if (token.text === ')') return isOperand ? undefined : open;
  if (source.textAt(before) === '?.') return operandBefore(source, behindErased(source, before - 1));
  return isOperand ? operandBefore(source, before) : open;
}

function endsOperand(source: Source, at: number): boolean {
  const token = source.tokens[at];
  if (!token) return false;
  if (token.kind === 'name')
    return source.members.has(at) || !KEYWORDS.has(token.text) || token.text === 'super';
  return token.kind === 'text' || [')', ']', '}', '?.'].includes(token.text);
}

/** Whether nothing is called or changed between two brackets. */
function isHarmless(source: Source, open: number, close: number): boolean {
  for (let at = open + 1; at < close; at += 1) {
    if (source.erased.has(at)) continue;
    const text = source.textAt(at);
    if (EFFECTS.has(text) && !source.members.has(at)) return false;
    if (text === '(' && endsOperand(source, behindErased(source, at - 1))) return false;
  }
  return true;
}

/** The members of `first` that are named right behind it, without the last if that is called: the token that it ends with. */
export function endOfPath(source: Source, first: number): number | undefined {
  let [last, previous] = [first, first - 1];
  for (;;) {
    const at = pastErased(source, last + 1);
    if (isDot(source.textAt(at)) && source.members.has(at + 1)) [previous, last] = [last, at + 1];
    else break;
  }
  const next = pastErased(source, last + 1);
  const isCalled = isCall(source, next) || (source.textAt(next) === '?.' && source.textAt(next + 1) === '(');
  const end = isCalled ? previous : last;
  return end < first ? undefined : end;
}

const pastErased = ({ erased }: Source, from: number): number => {
  let at = from;
  while (erased.has(at)) at += 1;
  return at;
};

const isCall = ({ tokens }: Source, at: number): boolean =>
  tokens[at]?.text === '(' || (tokens[at]?.kind === 'text' && tokens[at]!.text.startsWith('`'));
