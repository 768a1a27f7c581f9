import { oneLine, visible } from '../../text/visible.ts';

/** Text of others in Markdown, for a person who decides by it: as it is, whatever stands in it. */
export function fenced(text: string, language = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${visible(text)}\n${fence}`;
}

/** The same within a line. */
export function inCode(text: string): string {
  const tick = '`'.repeat(longestRun(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${tick}${pad}${oneLine(text)}${pad}${tick}`;
}

const longestRun = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);
