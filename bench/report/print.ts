import type { Result } from './rounds.ts';
import { type Row, table } from './table.ts';

/** The lines of a table, in their order, by what the results call them. */
export type Rows<Key extends string> = Readonly<Record<Key, Row>>;

/** The results as a table in Markdown. */
export function resultTable<Key extends string>(
  rows: Rows<Key>,
  results: readonly Result<Key>[],
  reference: string,
): string {
  const keys = Object.keys(rows) as Key[];
  const columns = results.map(({ name, times }) => ({ name, cells: keys.map((key) => times[key]) }));
  return table(
    keys.map((key) => rows[key]),
    columns,
    reference,
  );
}
