import { PARTNER } from '../../source/javascript/brackets.ts';
import { Tokenized } from '../../source/javascript/tokenized.ts';
import { type Call, callAt, type Names } from './javascript-calls.ts';
import type { TestItem } from './test-item.ts';

interface Open {
  readonly closing: string;
  readonly item: Writable | undefined;
  /** In a suite or test that is not run: so is what it holds. */
  readonly isIdle: boolean;
}

interface Writable extends TestItem {
  end: number;
}

/**
 * The tests and suites of a text, in their order, that can be run by their names: JavaScript, TypeScript and JSX, whatever
 * state it is in. `names` are those that the text itself gives to the functions of its runner.
 */
export function javascriptTests(text: string, names: Names = new Map()): TestItem[] {
  // Tags are not read as such: one that is not closed would take all that follows for what stands in it.
  const source = new Tokenized(text, false);
  const balanced = itemsOf(source, text, names, false);
  // Somebody is writing: what is further left is taken for a sign that something has ended.
  return balanced.isWhole ? balanced.items : itemsOf(source, text, names, true).items;
}

function itemsOf(source: Tokenized, whole: string, names: Names, byIndentation: boolean) {
  const items: Writable[] = [];
  const calls = new Map<number, Call & { readonly start: number }>();
  const open: Open[] = [];
  let isWhole = true;
  const close = (count: number, end: number): void => {
    for (const { item } of open.splice(open.length - count)) if (item) item.end = end;
  };
  for (const [index, { kind, text, start }] of source.tokens.entries()) {
    if (kind === 'name') {
      const call = callAt(source, index, names);
      if (call) calls.set(call.paren, { ...call, start });
    } else if (kind !== 'punctuation') continue;
    else if (PARTNER[text]) {
      const call = calls.get(index);
      if (call && byIndentation) {
        const column = columnOf(whole, call.start);
        const outer = open.findIndex(({ item }) => item && columnOf(whole, item.start) >= column);
        if (outer >= 0) close(open.length - outer, call.start);
      }
      const isIdle = (call?.isIdle ?? false) || (open.at(-1)?.isIdle ?? false);
      const parent = open.findLast(({ item }) => item)?.item;
      const item =
        call && !isIdle
          ? { kind: call.kind, title: call.title, parent, start: call.start, end: whole.length }
          : undefined;
      if (item) items.push(item);
      open.push({ closing: PARTNER[text], item, isIdle });
    } else if (text === ')' || text === ']' || text === '}') {
      const at = open.findLastIndex(({ closing }) => closing === text);
      if (at !== open.length - 1 || at < 0) isWhole = false;
      if (at >= 0 && !(byIndentation && crosses(open, at))) close(open.length - at, start + 1);
    }
  }
  return { items, isWhole: isWhole && open.length === 0 };
}

/** Whether closing all from `at` on would end a test by a bracket that is not its own. */
const crosses = (open: readonly Open[], at: number): boolean =>
  open.slice(at + 1).some(({ item }) => item !== undefined);

const columnOf = (source: string, offset: number): number => {
  const line = source.lastIndexOf('\n', offset - 1) + 1;
  return /\S/.exec(source.slice(line, offset + 1))!.index;
};
