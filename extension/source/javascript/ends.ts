import type { Tokenized } from './tokenized.ts';
import { BEFORE_VALUE, JOINING, KEYWORDS, VALUES } from './words.ts';

/** Whether an expression may end with this token. */
export function endsValue({ tokens }: Tokenized, index: number): boolean {
  const token = tokens[index];
  if (!token) return false;
  if (token.kind === 'name') return !KEYWORDS.has(token.text) || VALUES.has(token.text);
  return token.kind !== 'punctuation' || [')', ']', '}', '++', '--', '>'].includes(token.text);
}

/** Whether a statement is complete before this token, with which a line begins. */
export function isCompleteBefore(source: Tokenized, at: number): boolean {
  const { kind, text } = source.tokens[at]!;
  if (kind === 'tag' || (kind === 'punctuation' && text !== '{' && text !== '@')) return false;
  return !JOINING.has(text) && endsValue(source, at - 1);
}

/** Whether a brace opens a block, and not an object. */
export function isBlock(source: Tokenized, at: number): boolean {
  const before = source.tokens[at - 1];
  if (!before) return true;
  if (before.kind === 'name') return !BEFORE_VALUE.has(before.text);
  if (before.text === ':') return isCaseBefore(source, at);
  return before.kind === 'text' || [')', ']', '}', '{', ';', '=>'].includes(before.text);
}

/** `case 1: {`; elsewhere an object follows a colon. */
function isCaseBefore(source: Tokenized, brace: number): boolean {
  for (let at = brace - 2; at >= 0 && !source.startsLine(at + 1); at -= 1) {
    const text = source.textAt(at);
    if (text === 'case' || text === 'default') return true;
    if (text === '?' || text === ';') return false;
  }
  return false;
}
