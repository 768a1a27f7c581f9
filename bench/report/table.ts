import type { Summary } from './statistics.ts';

/** What each column of a table is compared to. */
export interface Column {
  readonly name: string;
  readonly cells: readonly Summary[];
}

/** Rows are what was measured, columns who; ratios are to the column that is named. */
export function table(rows: readonly string[], columns: readonly Column[], reference: string): string {
  const to = columns.find(({ name }) => name === reference)!;
  const header = ['ms, median [min–max]', ...columns.map(({ name }) => name)];
  const body = rows.map((row, index) => [
    row,
    ...columns.map(({ name, cells }) => {
      const ratio =
        name === reference ? '' : ` ×${(cells[index]!.median / to.cells[index]!.median).toFixed(2)}`;
      return text(cells[index]!) + ratio;
    }),
  ]);
  return `${aligned([header, ...body])}\n× is the ratio to ${reference}, median to median.`;
}

const text = ({ median, min, max }: Summary): string => `${digits(median)} [${digits(min)}–${digits(max)}]`;
const digits = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

/** As Markdown, which also reads well in a terminal. */
function aligned(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const padded = lines.map((line) => `| ${line.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [padded[0], rule, ...padded.slice(1)].join('\n');
}
