import { oneLine } from '../../text/visible.ts';
import type { Canvas } from './source-window.ts';
import type { Look } from './style.ts';

export interface Cell {
  readonly text: string;
  readonly look?: Look;
}

/** Rows of cells, each column as wide as it needs to be. Names that others have given cannot break out of theirs. */
export function renderTable(given: readonly (readonly Cell[])[], { paint }: Canvas): string {
  const rows = given.map((row) => row.map((cell) => ({ ...cell, text: oneLine(cell.text) })));
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.text.length ?? 0)),
  );
  return rows
    .map((row) => {
      const last = row.findLastIndex(({ text }) => text !== '');
      return row
        .slice(0, last + 1)
        .map(({ text, look = 'plain' }, column) => {
          const padding = column === last ? '' : ' '.repeat(widths[column]! - text.length);
          return paint(look, text) + padding;
        })
        .join('  ');
    })
    .join('\n');
}
