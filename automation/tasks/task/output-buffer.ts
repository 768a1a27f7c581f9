import type { DebugProtocol } from '@vscode/debugprotocol';
import type { OutputEntry, OutputSlice } from '../../../protocol/tasks/task.ts';

const MAX_ENTRIES = 10_000;
const MAX_BYTES = 8 * 1024 * 1024;
/** What one slice holds at most, in bytes, unless its first entry alone is longer. */
const MAX_SLICE_BYTES = 1024 * 1024;

interface Kept {
  readonly entry: OutputEntry;
  readonly bytes: number;
}

/** As many as one slice holds, and one at least. */
function fitting(all: readonly Kept[]): OutputEntry[] {
  let bytes = 0;
  const tooMany = all.findIndex((one, index) => {
    bytes += one.bytes;
    return index > 0 && bytes > MAX_SLICE_BYTES;
  });
  return (tooMany < 0 ? all : all.slice(0, tooMany)).map(({ entry }) => entry);
}

/**
 * The end of what a task has printed. Each entry has a number, its cursor, so that a reader can ask for what comes after the
 * last one that it has seen, and learns how many of those are no longer kept.
 */
export class OutputBuffer {
  readonly #kept: Kept[] = [];
  #bytes = 0;
  #cursor = 0;

  /** The cursor of the entry that came last; 0 before the first. */
  get cursor(): number {
    return this.#cursor;
  }

  add({ category = 'console', output: text, source, line }: DebugProtocol.OutputEvent['body']): OutputEntry {
    this.#cursor += 1;
    const file = source?.path ?? source?.name;
    const entry: OutputEntry = {
      cursor: this.#cursor,
      category,
      text,
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
    };
    const bytes = Buffer.byteLength(text);
    this.#kept.push({ entry, bytes });
    this.#bytes += bytes;
    this.#forget();
    return entry;
  }

  /** What came after a cursor, at most `count` entries: the first of them. */
  after(cursor: number, count: number): OutputSlice {
    const { kept, lost } = this.#since(cursor);
    const entries = fitting(kept.slice(0, count));
    // A cursor that is ahead of what there is belongs to another task, or to nobody.
    const last = entries.at(-1)?.cursor ?? this.#cursor;
    return { entries, cursor: last, lost, ...(last < this.#cursor && { more: true }) };
  }

  /** What came after a cursor, at most `count` entries: the last of them. */
  last(count: number, cursor: number): OutputSlice {
    const { kept, lost } = this.#since(cursor);
    const entries = fitting(kept.slice(-count).reverse()).reverse();
    const skipped = kept.length - entries.length;
    return { entries, cursor: this.#cursor, lost, ...(skipped > 0 && { skipped }) };
  }

  #since(cursor: number): { readonly kept: readonly Kept[]; readonly lost: number } {
    const first = this.#cursor - this.#kept.length + 1;
    const from = Math.max(cursor + 1, first);
    return { kept: this.#kept.slice(from - first), lost: from - (cursor + 1) };
  }

  /** What is kept, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Keeps no more than the end of it. */
  shrink(bytes: number): void {
    this.#forget(bytes);
  }

  #forget(maxBytes = MAX_BYTES): void {
    const isTooMuch = (): boolean => this.#kept.length - gone > MAX_ENTRIES || this.#bytes > maxBytes;
    let gone = 0;
    while (gone < this.#kept.length - 1 && isTooMuch()) {
      this.#bytes -= this.#kept[gone]!.bytes;
      gone += 1;
    }
    if (gone > 0) this.#kept.splice(0, gone);
  }
}
