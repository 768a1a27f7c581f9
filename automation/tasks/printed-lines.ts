import type { OutputEntry } from '../../protocol/tasks/task.ts';

type Printed = Pick<OutputEntry, 'category' | 'text'>;

export interface PrintedLine {
  readonly line: string;
  readonly category: string;
}

/** What was printed, line by line: what is written piece by piece to one place is one line. */
export function printedLines(entries: readonly Printed[]): PrintedLine[] {
  const lines: PrintedLine[] = [];
  let open: Printed | undefined;
  for (const entry of entries) {
    const begun = open?.category === entry.category ? lines.pop()!.line : '';
    const parts = (begun + entry.text).split(/\r?\n/);
    open = parts.at(-1) === '' ? undefined : entry;
    if (!open) parts.pop();
    for (const line of parts) lines.push({ line, category: entry.category });
  }
  return lines;
}
