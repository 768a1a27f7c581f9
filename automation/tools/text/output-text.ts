import { countOf } from '../../../protocol/count-of.ts';
import type { OutputEntry, OutputSlice } from '../../../protocol/tasks/task.ts';
import { beginningOf } from '../../tasks/output-since.ts';
import { printedLines } from '../../tasks/printed-lines.ts';

const SIGNS: Readonly<Record<string, string>> = { stdout: 'out', stderr: 'err' };

/** Each line with where it was written to: `out| #1 Ada`. What Tandem itself says is told as `tandem|`. */
export function outputLines(entries: readonly OutputEntry[]): string[] {
  const signed = entries.map(({ category, text }) => ({ category: SIGNS[category] ?? 'tandem', text }));
  return printedLines(signed).map(({ line, category }) => `  ${category}| ${line}`);
}

/** So much of what was printed on the way is told with a stop: the end of it. */
const TOLD_LINES = 20;
const TOLD_CHARACTERS = 3000;

/** What was printed while the program moved. */
export function outputSinceText(slice: OutputSlice): string[] {
  if (slice.entries.length === 0) return [];
  const all = outputLines(slice.entries);
  const lines = lastOf(all);
  const left = whatIsLeft(slice, all.length - lines.length);
  const which = left === undefined ? '' : ` (the last ${countOf(lines.length, 'line')}; before them ${left})`;
  return ['', `Printed meanwhile${which}:`, ...lines];
}

function whatIsLeft(slice: OutputSlice, hidden: number): string | undefined {
  const { skipped = 0, lost } = slice;
  if (skipped + lost + hidden === 0) return undefined;
  // How many lines those have that are not here is not known.
  const more = skipped + lost > 0 ? 'more than ' : '';
  const gone = lost > 0 ? ', the first of which are no longer kept' : '';
  return `${more}${countOf(hidden, 'line')}${gone}: debug_output with "cursor": ${beginningOf(slice) + lost}`;
}

function lastOf(lines: readonly string[]): string[] {
  const told: string[] = [];
  let characters = 0;
  for (const line of lines.toReversed()) {
    characters += line.length;
    if (told.length === TOLD_LINES || (told.length > 0 && characters > TOLD_CHARACTERS)) break;
    told.unshift(line.length > TOLD_CHARACTERS ? `${line.slice(0, TOLD_CHARACTERS)}…` : line);
  }
  return told;
}
