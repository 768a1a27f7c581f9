/** What shows itself as something else, or as nothing: control characters, marks that turn the direction of a line, blanks of no width. */
const DECEPTIVE = /[^\P{Cc}\n\t]|[\p{Cf}\u2028\u2029]/gu;

/** Text of others in Markdown, for a person who decides by it: as it is, whatever stands in it. */
export function fenced(text: string, language = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${shown(text)}\n${fence}`;
}

/** The same within a line. */
export function inCode(text: string): string {
  const tick = '`'.repeat(longestRun(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${tick}${pad}${shown(text).replaceAll(/\s+/g, ' ')}${pad}${tick}`;
}

const longestRun = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);

const shown = (text: string): string =>
  text.replaceAll(DECEPTIVE, (one) => `\\u{${one.codePointAt(0)!.toString(16)}}`);
