import type { Result } from './rounds.ts';
import { table } from './table.ts';

/** The results as a table, under a heading. */
export function printTable<Key extends string>(
  heading: string,
  rows: readonly (readonly [key: Key, label: string])[],
  results: readonly Result<Key>[],
  reference: string,
): void {
  const columns = results.map(({ name, times }) => ({ name, cells: rows.map(([key]) => times[key]) }));
  const labels = rows.map(([, label]) => label);
  console.log(`\n${heading}\n\n${table(labels, columns, reference)}`);
}
