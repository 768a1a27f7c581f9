import type { OutputEntry, OutputSlice } from '../../../protocol/tasks/task.ts';

const SIGNS: Readonly<Record<string, string>> = { stdout: 'out', stderr: 'err' };

/** Each line with where it was written to: `out| #1 Ada`. What Tandem itself says is told as `tandem|`. */
export function outputLines(entries: readonly OutputEntry[]): string[] {
  const lines: string[] = [];
  let open: string | undefined;
  for (const { category, text } of entries) {
    const sign = SIGNS[category] ?? 'tandem';
    const parts = text.split(/\r?\n/);
    const ends = parts.at(-1) === '';
    if (ends) parts.pop();
    parts.forEach((part, index) => {
      // What is written piece by piece is one line.
      if (index === 0 && open === sign) lines[lines.length - 1] += part;
      else lines.push(`  ${sign}| ${part}`);
    });
    open = ends ? undefined : sign;
  }
  return lines;
}

/** So much of what was printed on the way is told with a stop: the end of it. */
const TOLD_LINES = 20;
const TOLD_CHARACTERS = 3000;

/** What was printed while the program moved. */
export function outputSinceText({ entries, lost }: OutputSlice): string[] {
  if (entries.length === 0) return [];
  const all = outputLines(entries);
  const lines = lastOf(all);
  const left = all.length - lines.length;
  const before = entries[0]!.cursor - 1;
  const more =
    left > 0 || lost > 0
      ? ` (the last ${lines.length} lines; all from debug_output with cursor ${before})`
      : '';
  return ['', `Printed meanwhile${more}:`, ...lines];
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
