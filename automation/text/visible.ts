/** What shows itself as something else, or as nothing: control characters, marks that turn the direction of a line, blanks of no width. */
const DECEPTIVE = /[^\P{Cc}\n\t]|[\p{Cf}\u2028\u2029]/gu;

const code = (one: string): string => `\\u{${one.codePointAt(0)!.toString(16)}}`;

/** Text of others, which a person reads: with all that is in it. */
export const visible = (text: string): string => text.replaceAll(DECEPTIVE, code);

/** The same where there is a line for it: it cannot begin another. */
export const oneLine = (text: string): string =>
  visible(text.replaceAll(/\r\n?|\n/g, '⏎')).replaceAll('\t', ' ');
