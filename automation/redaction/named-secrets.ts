import { type IsSecretName, isHeaderName } from './secret-names.ts';

/**
 * In `code` only what stands in quotes is a value: `token = next()` says nothing secret. All else is `prose`: what a
 * program prints, what an error says, how a debugger shows a value.
 */
export type TextKind = 'code' | 'prose';

/** A name and what leads from it to its value: `password: `, `"token" => `, `\"secret\":`, `--api-key=`. */
const NAMED =
  /(?<![\w$])([A-Za-z_$][\w$-]{0,99})(\\{0,7}["'`]?\]?[?!]?\s{0,8}(?:=>|=(?![=>])|:(?!:))[^\S\n]{0,40}(?:\n[^\S\n]{1,40})?)/g;
/** In code a type may stand between a name and its value. */
const TYPE = /^[\w$.<>|&[\]\s]{1,80}=(?![=>])\s{0,8}/;
/** `--password hunter2` */
const OPTION = /(?<![\w-])--?([A-Za-z][\w-]{0,99})[^\S\n]{1,4}(?=[^-\s])/g;
/** An entry that is an object of its own: `{name: 'PASSWORD', value: 'hunter2'}`. */
const ENTRY =
  /\b(?:name|key|header)["']?\s{0,4}:\s{0,4}(["'`])([\w$.-]{1,100})\1,\s{0,8}["']?value["']?\s{0,4}:\s{0,4}/gi;
/** Headers as they come, one after the other: `['Cookie', 'sid=1']`. */
const RAW_HEADER = /(["'])([A-Za-z-]{4,40})\1,\s{0,8}/g;

const OPENING = /(\\{0,7})(["'`])/y;
const BARE = /[^\s,;)}\]&'"`]*/y;
const REST_OF_LINE = /[^\r\n'"`]*/y;
const GROUP = /(?:[\w$]{1,60}(?:\(\d+\))? ?|\(\d+\) )?[{[]/y;
/** Says that there is nothing, or what it is; or has been hidden already. */
const NO_SECRET =
  /^(?:|undefined|null|true|false|NaN|none|\[redacted\]?|…|\(…|\*+|string|number|boolean|object|function|any|unknown|ƒ|[A-Z]\w*\(\d+)$/i;
/** Further than this no value reaches that is shown in one piece. */
const REACH = 20_000;

interface Found {
  readonly start: number;
  readonly end: number;
}
type Hide = (secret: string) => string;

/** Hides what stands beside a secret name. @param hide is given the secret as it stands there, without its quotes */
export function hideNamedSecrets(
  text: string,
  kind: TextKind,
  isSecretName: IsSecretName,
  hide: Hide,
): string {
  const found: Found[] = [];
  const beside = (pattern: RegExp, group: number, take: (from: number, match: RegExpExecArray) => void) => {
    for (const match of text.matchAll(pattern)) {
      if (isSecretName(match[group]!)) take(match.index + match[0].length, match);
    }
  };
  let grouped = 0;
  const takeGroup = (from: number): boolean => {
    const start = groupAt(text, from);
    // What is in a group that was hidden already is hidden with it.
    if (start !== undefined && start > grouped) {
      grouped = closing(text, start);
      found.push(...literalsFrom(text, start, grouped));
    }
    return start !== undefined;
  };
  const takeLiteral = (from: number) => {
    const literal = literalAt(text, from);
    if (literal) found.push(literal);
  };
  // In code, what follows a name inside of a literal may be the quote that closes it: `log('password=')`.
  const closed = new Set(kind === 'code' ? codeLiterals(text).map(({ end }) => end) : []);
  beside(NAMED, 1, (from, [, name, separator]) => {
    if (closed.has(from)) return;
    if (kind === 'code') takeLiteral(from + (TYPE.exec(text.slice(from, from + 96))?.[0].length ?? 0));
    else if (!takeGroup(from)) found.push(...valueAt(text, from, name!, separator!));
  });
  beside(ENTRY, 2, takeLiteral);
  beside(RAW_HEADER, 2, (from, [, , name]) => isHeaderName(name!) && takeLiteral(from));
  if (kind === 'prose') beside(OPTION, 1, (from) => found.push(...bareAt(text, from, BARE)));
  return replaced(text, found, hide);
}

function valueAt(text: string, from: number, name: string, separator: string): readonly Found[] {
  if (opensAt(text, from)) return literalsFrom(text, from, from + 1);
  if (isHeaderName(name)) return bareAt(text, from, REST_OF_LINE);
  // After a colon, words follow names in plain sentences as well: "Unexpected token: end of file".
  const maySpeak = /:\s+$/.test(separator);
  return bareAt(text, from, BARE).filter(
    ({ start, end }) => !maySpeak || /[^A-Za-z]/.test(text.slice(start, end)),
  );
}

/** Changes all text that stands in quotes. */
export const eachLiteral = (text: string, change: (literal: string) => string): string =>
  replaced(text, literalsFrom(text, 0, text.length), change);

/** Changes all text that stands in quotes in code. */
export const eachCodeLiteral = (text: string, change: (literal: string) => string): string =>
  replaced(text, codeLiterals(text), change);

/** An apostrophe in a comment opens nothing. */
const codeLiterals = (text: string): Found[] =>
  literalsFrom(text, 0, text.length, (at) => text[at] === '`' || !/\w/.test(text[at - 1] ?? ''));

/** Where the members begin of an object or array that is shown here. */
function groupAt(text: string, from: number): number | undefined {
  GROUP.lastIndex = from;
  return GROUP.test(text) ? GROUP.lastIndex : undefined;
}

function bareAt(text: string, from: number, pattern: RegExp): Found[] {
  pattern.lastIndex = from;
  const bare = pattern.exec(text)?.[0].trimEnd() ?? '';
  return NO_SECRET.test(bare) ? [] : [{ start: from, end: from + bare.length }];
}

/** The quote that opens here: with the backslashes before it, where it stands inside of other quotes. */
function opensAt(text: string, from: number): RegExpExecArray | undefined {
  OPENING.lastIndex = from;
  return OPENING.exec(text) ?? undefined;
}

/** What is between the quotes that open here, if that may be secret. */
function literalAt(text: string, from: number): Found | undefined {
  const opening = opensAt(text, from);
  if (!opening) return undefined;
  const start = from + opening[0].length;
  const end = literalEnd(text, start, opening[1]!.length, opening[2]!);
  const inner = text.slice(start, end);
  // A template is made of what its code says: that is worth reading, and no secret.
  const isNone = NO_SECRET.test(inner) || (opening[2] === '`' && inner.includes('${'));
  return isNone ? undefined : { start, end };
}

/** Where the literal ends: before what closes it, or else at the end of the line, or the text, that was cut. */
function literalEnd(text: string, start: number, backslashes: number, quote: string): number {
  let run = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === '\\') {
      run += 1;
      continue;
    }
    // Closed as it was opened; an odd number more of backslashes belong to the text that is quoted.
    if (character === quote && run <= backslashes) return at - run;
    if (character === quote && (run - backslashes) % 2 === 0 && backslashes === 0) return at;
    if (character === '\n' && quote !== '`') return at;
    run = 0;
  }
  return text.length;
}

function literalsFrom(
  text: string,
  from: number,
  end: number,
  mayOpen: (at: number) => boolean = () => true,
): Found[] {
  const found: Found[] = [];
  for (let at = from; at < end; at += 1) {
    const opening = opensAt(text, at);
    if (!opening || !mayOpen(at)) continue;
    const literal = literalAt(text, at);
    if (literal) found.push(literal);
    at = skipped(text, at, opening);
  }
  return found;
}

/** The last character of the literal that opens here. */
const skipped = (text: string, from: number, [whole, backslashes, quote]: RegExpExecArray): number =>
  literalEnd(text, from + whole.length, backslashes!.length, quote!) + backslashes!.length;

/** Where what was opened before `from` closes. */
function closing(text: string, from: number): number {
  const end = Math.min(text.length, from + REACH);
  let depth = 1;
  for (let at = from; at < end; at += 1) {
    const character = text[at]!;
    const opening = opensAt(text, at);
    if (opening) at = skipped(text, at, opening);
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return end;
}

function replaced(text: string, found: readonly Found[], hide: Hide): string {
  let told = '';
  let at = 0;
  for (const { start, end } of [...found].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    told += text.slice(at, from) + hide(text.slice(from, end));
    at = end;
  }
  return told + text.slice(at);
}
