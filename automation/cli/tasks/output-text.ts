import { countOf } from '../../../protocol/count-of.ts';
import type { OutputEntry, OutputSlice } from '../../../protocol/tasks/task.ts';
import { beginningOf } from '../../tasks/output-since.ts';
import { printedLines } from '../../tasks/printed-lines.ts';
import type { Canvas } from '../render/source-window.ts';
import type { Look } from '../render/style.ts';
import { printable } from '../render/text.ts';

/** Lines of output beside a stop; all of them is what `tandem output` is for. */
const SHOWN_LINES = 20;

/** What the program has printed, set off from what Tandem says: the last lines of it. */
export function renderOutput(slice: OutputSlice, { paint }: Canvas): string[] {
  const lines = printedLines(slice.entries);
  const before = whatIsBefore(slice, lines.length - SHOWN_LINES);
  const note = `${before}: tandem output --since ${beginningOf(slice)}`;
  return [
    ...(before === undefined ? [] : [`${paint('faint', '┊')} ${paint('faint', note)}`]),
    ...lines
      .slice(-SHOWN_LINES)
      .map(({ line, category }) => `${paint(lookOf(category), '│')} ${printable(line)}`),
  ];
}

/** What is not shown, and comes before what is; undefined when all of it is shown. */
function whatIsBefore({ skipped = 0, lost }: OutputSlice, hidden: number): string | undefined {
  // How many lines these have is not known.
  const pieces = skipped + lost;
  const lines = countOf(hidden, 'line');
  if (pieces > 0)
    return `… before these lines, ${countOf(pieces, 'piece')}${hidden > 0 ? ` and ${lines}` : ''}`;
  return hidden > 0 ? `… ${lines} before these` : undefined;
}

const lookOf = (category: string): Look => (category === 'stderr' ? 'bad' : 'faint');

/** An entry as the program has printed it. Tandem's own words are told apart. */
export const rawOutput = ({ category, text }: OutputEntry, { paint }: Canvas): string => {
  if (category === 'console' || category === 'important') return paint('faint', text);
  return category === 'stderr' ? paint('bad', text) : text;
};
