import type { Summary } from './statistics.ts';

/** What was measured. */
export interface Row {
  readonly label: string;
  /** Milliseconds where nothing is said. */
  readonly unit?: string;
  /** By the names of columns: at most which ratio to the reference. */
  readonly goals?: Readonly<Record<string, number>>;
}

/** Who was measured, with a cell for each row; undefined where that row does not apply. */
export interface Column {
  readonly name: string;
  readonly cells: readonly (Summary | undefined)[];
}

/** Ratios are to the column that is named. */
export function table(rows: readonly Row[], columns: readonly Column[], reference: string): string {
  const to = columns.find(({ name }) => name === reference);
  const hasGoals = rows.some(({ goals }) => goals);
  const header = [
    'median [min–max]',
    ...columns.map(({ name }) => name),
    ...(hasGoals ? [`goal, × ${reference}`] : []),
  ];
  const body = rows.map((row, index) => [
    row.unit === '' ? row.label : `${row.label}, ${row.unit ?? 'ms'}`,
    ...columns.map((column) => {
      const { name, cells } = column;
      const base = column === to ? undefined : to?.cells[index];
      return cells[index] ? cell(cells[index], base, row.goals?.[name]) : '';
    }),
    ...(hasGoals ? [goalText(row)] : []),
  ]);
  const note = hasGoals ? ' ✓: the goal is met. ✗: it is not.' : '';
  return `${aligned([header, ...body])}\n\n× is the ratio to ${reference}, median to median.${note}`;
}

function cell(summary: Summary, base: Summary | undefined, goal: number | undefined): string {
  if (!base || base.median <= 0) return text(summary);
  const ratio = summary.median / base.median;
  const verdict = goal === undefined ? '' : ratio <= goal ? ' ✓' : ' ✗';
  return `${text(summary)} ×${ratioText(ratio)}${verdict}`;
}

const goalText = ({ goals = {} }: Row): string =>
  [...new Set(Object.values(goals))].map((goal) => `≤ ${goal}`).join(', ');

const text = ({ median, min, max }: Summary): string =>
  min === max ? digits(median) : `${digits(median)} [${digits(min)}–${digits(max)}]`;
const digits = (value: number): string =>
  Number.isInteger(value) ? `${value}` : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
const ratioText = (ratio: number): string => (ratio < 0.01 ? ratio.toPrecision(1) : ratio.toFixed(2));

/** As Markdown, which also reads well in a terminal. */
export function aligned(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const padded = lines.map((line) => `| ${line.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [padded[0], rule, ...padded.slice(1)].join('\n');
}
