import { availableParallelism } from 'node:os';
import { writeGenerated } from './generated.ts';

const DOCUMENT = new URL('../../docs/PERFORMANCE.md', import.meta.url);

/**
 * Prints tables, with what they were measured on; with `write` they take the place of the former ones in
 * docs/PERFORMANCE.md as well, where the name marks it.
 */
export function publish(
  name: string,
  { runs, write }: { readonly runs: number; readonly write: boolean },
  tables: readonly string[],
  note = '',
): void {
  const head = `Node ${process.version}, ${availableParallelism()} cores, ${runs} runs each, in turns.${note}`;
  const text = [head, ...tables].join('\n\n');
  console.log(text);
  if (write) writeGenerated(DOCUMENT, name, text);
}
