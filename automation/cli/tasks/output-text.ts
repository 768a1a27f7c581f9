import type { OutputEntry, OutputSlice } from '../../../protocol/tasks/task.ts';
import type { Canvas } from '../render/source-window.ts';
import type { Look } from '../render/style.ts';
import { printable } from '../render/text.ts';

/** Lines of output beside a stop; all of them is what `tandem output` is for. */
const SHOWN_LINES = 20;

/** What the program has printed, set off from what Tandem says: the last lines of it. */
export function renderOutput({ entries, more, lost }: OutputSlice, { paint }: Canvas): string[] {
  const lines = linesOf(entries);
  const hidden = lines.length - SHOWN_LINES;
  const note = (text: string): string => `${paint('faint', '┊')} ${paint('faint', text)}`;
  return [
    ...(lost > 0 || hidden > 0 ? [note('… tandem output shows more')] : []),
    ...lines.slice(-SHOWN_LINES).map(({ line, category }) => `${paint(lookOf(category), '│')} ${line}`),
    ...(more ? [note('… tandem output shows more')] : []),
  ];
}

interface Line {
  readonly line: string;
  readonly category: string;
}

/** A program may print a line in pieces. */
function linesOf(entries: readonly OutputEntry[]): Line[] {
  const lines: Line[] = [];
  let open: OutputEntry | undefined;
  for (const entry of entries) {
    const begun = open?.category === entry.category ? lines.pop()!.line : '';
    const parts = (begun + entry.text).split(/\r?\n/);
    open = parts.at(-1) === '' ? undefined : entry;
    if (!open) parts.pop();
    for (const line of parts) lines.push({ line: printable(line), category: entry.category });
  }
  return lines;
}

const lookOf = (category: string): Look => (category === 'stderr' ? 'bad' : 'faint');

/** An entry as the program has printed it. Tandem's own words are told apart. */
export const rawOutput = ({ category, text }: OutputEntry, { paint }: Canvas): string => {
  if (category === 'console' || category === 'important') return paint('faint', text);
  return category === 'stderr' ? paint('bad', text) : text;
};
