import type { TestItem } from './test-item.ts';

/** A test function, or a class of them. */
export interface PythonTest extends TestItem {
  readonly parent: PythonTest | undefined;
  /** In a `TestCase`: `unittest` runs it, and pytest as well. The others are pytest's own. */
  readonly isUnittest: boolean;
}

/**
 * Text and comments, which are passed over, and the beginnings of what gives lines their place: definitions, and blocks that
 * definitions may stand in.
 */
const PLACES =
  /#.*|("""|''')(?:\\[\s\S]|(?!\1)[\s\S])*(?:\1|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?|^(?<indent>[ \t]*)(?:(?<def>(?:async[ \t]+)?def|class)[ \t]+(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?:if|elif|else|try|except|finally|with|for|while|match|case)\b)/gmu;
const BASES = /[^:]*?\(([^)]*)\)/y;
const TAB = 8;

interface Block {
  readonly column: number;
  /** Undefined for what is no test, and holds none. */
  readonly item: Writable | undefined;
  /** `if` and the like: what stands in it stands in what is around it. */
  readonly isTransparent: boolean;
}

type Writable = { -readonly [Key in keyof PythonTest]: PythonTest[Key] };

/** The test functions and classes of a source, in their order, as pytest and unittest name them. */
export function pythonTests(source: string): PythonTest[] {
  const items: Writable[] = [];
  const blocks: Block[] = [];
  for (const { groups, index, 0: text } of source.matchAll(PLACES)) {
    if (groups?.indent === undefined) continue;
    const column = columnsOf(groups.indent);
    const start = index + groups.indent.length;
    while ((blocks.at(-1)?.column ?? -1) >= column) {
      const { item } = blocks.pop()!;
      if (item) item.end = index;
    }
    const { def, name } = groups;
    const around = blocks.findLast(({ isTransparent }) => !isTransparent);
    // In a function, and in a class that is none of tests, nothing is found by a runner.
    const item =
      def && name && (!around || around.item?.kind === 'suite')
        ? itemOf(source, { def, name, start, behind: index + text.length }, around?.item)
        : undefined;
    if (item) items.push(item);
    blocks.push({ column, item, isTransparent: !def });
  }
  return items.filter((item) => item.kind === 'test' || items.some((other) => isIn(other, item)));
}

const isIn = (test: PythonTest, suite: PythonTest): boolean =>
  test.kind === 'test' && suite.start < test.start && test.start < suite.end;

const columnsOf = (indent: string): number =>
  [...indent].reduce((column, it) => (it === '\t' ? column + TAB - (column % TAB) : column + 1), 0);

function itemOf(
  source: string,
  { def, name, start, behind }: { def: string; name: string; start: number; behind: number },
  parent: Writable | undefined,
): Writable | undefined {
  const common = { title: [name], parent, start, end: source.length };
  if (def !== 'class')
    return name.startsWith('test')
      ? { kind: 'test', ...common, isUnittest: parent?.isUnittest ?? false }
      : undefined;
  BASES.lastIndex = behind;
  const isUnittest = /TestCase\s*(?:,|$)/.test(BASES.exec(source)?.[1] ?? '');
  return isUnittest || name.startsWith('Test') ? { kind: 'suite', ...common, isUnittest } : undefined;
}
