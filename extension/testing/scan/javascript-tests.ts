import { textOfString, titleOfTemplate } from './javascript-text.ts';
import { type Token, tokensOf } from './javascript-tokens.ts';
import type { TestItem, Title } from './test-item.ts';

const KINDS: ReadonlyMap<string, TestItem['kind']> = new Map(
  Object.entries({
    describe: 'suite',
    fdescribe: 'suite',
    suite: 'suite',
    context: 'suite',
    test: 'test',
    it: 'test',
    fit: 'test',
    specify: 'test',
    // Nothing of these, and of what is in them, would run.
    xdescribe: 'suite',
    xcontext: 'suite',
    xtest: 'test',
    xit: 'test',
    xspecify: 'test',
  } as const),
);

/** Calls of these make what the title is then given to. */
const MAKING: ReadonlySet<string> = new Set([
  'each',
  'for',
  'skipIf',
  'runIf',
  'extend',
  'override',
  'scoped',
]);
/** Nor of these. */
const IDLE: ReadonlySet<string> = new Set(['skip', 'todo']);
/** Behind these, or below something, a name is not that of a function of the runner that is called. */
const NOT_BEFORE: ReadonlySet<string> = new Set(['.', 'function', 'new', 'class', 'get', 'set', '#', '@']);
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const TYPE_ARGUMENTS_LIMIT = 300;

/** What a title is filled in with where a test is run with each of several values. */
const PLACEHOLDER = /%[sdifjoOcp#$]|%%|\$[A-Za-z_#\d][\w.]*|\$#/;

/** A name that a file gives to a function of its runner: `import { it as check } from 'node:test'`. */
export type Names = ReadonlyMap<string, string>;

interface Open {
  readonly closing: string;
  readonly item: Writable | undefined;
  /** In a suite or test that is not run: so is what it holds. */
  readonly isIdle: boolean;
}

interface Writable extends TestItem {
  end: number;
}

interface Call {
  readonly kind: TestItem['kind'];
  readonly title: Title;
  readonly isIdle: boolean;
  /** The index of the token that opens its arguments. */
  readonly paren: number;
}

/**
 * The tests and suites of a source, in their order, that can be run by their names: JavaScript, TypeScript and JSX, whatever
 * state it is in. `names` are those that the source itself gives to the functions of its runner.
 */
export function javascriptTests(source: string, names: Names = new Map()): TestItem[] {
  const tokens = tokensOf(source);
  const balanced = itemsOf(tokens, source, names, false);
  // Somebody is writing: what is further left is taken for a sign that something has ended.
  return balanced.isWhole ? balanced.items : itemsOf(tokens, source, names, true).items;
}

function itemsOf(tokens: readonly Token[], source: string, names: Names, byIndentation: boolean) {
  const items: Writable[] = [];
  const calls = new Map<number, Call & { readonly start: number }>();
  const open: Open[] = [];
  let isWhole = true;
  const close = (count: number, end: number): void => {
    for (const { item } of open.splice(open.length - count)) if (item) item.end = end;
  };
  for (let index = 0; index < tokens.length; index += 1) {
    const { kind, text, start } = tokens[index]!;
    if (kind === 'word') {
      const call = callAt(tokens, index, names);
      if (call) calls.set(call.paren, { ...call, start });
    } else if (kind !== 'other') continue;
    else if (CLOSING[text]) {
      const call = calls.get(index);
      if (call && byIndentation) {
        const column = columnOf(source, call.start);
        const outer = open.findIndex(({ item }) => item && columnOf(source, item.start) >= column);
        if (outer >= 0) close(open.length - outer, call.start);
      }
      const isIdle = (call?.isIdle ?? false) || (open.at(-1)?.isIdle ?? false);
      const parent = open.findLast(({ item }) => item)?.item;
      const item =
        call && !isIdle
          ? { kind: call.kind, title: call.title, parent, start: call.start, end: source.length }
          : undefined;
      if (item) items.push(item);
      open.push({ closing: CLOSING[text], item, isIdle });
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

/** The call of a runner's function whose name is at `index`, if it has a title and something to run. */
function callAt(tokens: readonly Token[], index: number, names: Names): Call | undefined {
  const name = names.get(tokens[index]!.text) ?? tokens[index]!.text;
  let kind = KINDS.get(name);
  const isNamespace = name === '*';
  if ((!kind && !isNamespace) || NOT_BEFORE.has(tokens[index - 1]?.text ?? '')) return undefined;
  let isIdle = name.startsWith('x');
  let isFilledIn = false;
  let isMaking = false;
  for (let at = index + 1; at < tokens.length; ) {
    const { kind: sort, text } = tokens[at]!;
    if (text === '.' && tokens[at + 1]?.kind === 'word') {
      const member = tokens[at + 1]!.text;
      // `test.describe` of node:test, `t.it` of a namespace.
      kind = KINDS.get(member) ?? kind;
      isIdle ||= IDLE.has(member);
      isFilledIn ||= member === 'each' || member === 'for';
      isMaking = MAKING.has(member);
      at += 2;
      continue;
    }
    if (!kind) return undefined;
    if (text === '<') {
      const behind = behindTypeArguments(tokens, at);
      if (behind === undefined) return undefined;
      at = behind;
    } else if (isMaking && (sort === 'template' || text === '(')) {
      at = sort === 'template' ? at + 1 : behindGroup(tokens, at);
      isMaking = false;
    } else if (text === '(') {
      const title = titleAt(tokens, at + 1, isFilledIn);
      return title && { kind, title, isIdle, paren: at };
    } else return undefined;
  }
  return undefined;
}

function behindTypeArguments(tokens: readonly Token[], at: number): number | undefined {
  let depth = 0;
  const limit = Math.min(tokens.length, at + TYPE_ARGUMENTS_LIMIT);
  for (let index = at; index < limit; index += 1) {
    const { text } = tokens[index]!;
    if (text === '<') depth += 1;
    else if (text === '>') depth -= 1;
    else if (text === ';') return undefined;
    if (depth === 0) return index + 1;
  }
  return undefined;
}

function behindGroup(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let index = at; index < tokens.length; index += 1) {
    const { kind, text } = tokens[index]!;
    if (kind !== 'other') continue;
    if (CLOSING[text]) depth += 1;
    else if (text === ')' || text === ']' || text === '}') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return tokens.length;
}

/** The first argument as a title; undefined where it is none, or where nothing follows that could run. */
function titleAt(tokens: readonly Token[], from: number, isFilledIn: boolean): Title | undefined {
  let depth = 0;
  let end = from;
  for (; end < tokens.length; end += 1) {
    const { kind, text } = tokens[end]!;
    if (kind !== 'other') continue;
    if (depth === 0 && text === ',') break;
    if (CLOSING[text]) depth += 1;
    else if (text === ')' || text === ']' || text === '}') depth -= 1;
    if (depth < 0) return undefined;
  }
  if (end === from || end >= tokens.length) return undefined;
  const title = titleOf(tokens.slice(from, end));
  if (!title.some((part) => part) && !isFunctionAt(tokens, end + 1)) return undefined;
  return isFilledIn
    ? title.flatMap((part) => (part === undefined ? [part] : withoutPlaceholders(part)))
    : title;
}

function titleOf(tokens: readonly Token[]): Title {
  const parts = joined(tokens);
  if (parts) return parts;
  const [first, second, third] = tokens.map(({ text }) => text);
  // The name of a class or component stands for it.
  const isName = tokens[0]!.kind === 'word' && /^[A-Z]/.test(first!);
  if (isName && (tokens.length === 1 || (tokens.length === 3 && second === '.' && third === 'name')))
    return [first];
  return [undefined];
}

/** Of text that is put together with `+`; what is not text is left open. */
function joined(tokens: readonly Token[]): Title | undefined {
  const parts: (string | undefined)[] = [];
  let depth = 0;
  let isStart = true;
  for (const { kind, text } of tokens) {
    const isPlus = depth === 0 && kind === 'other' && text === '+';
    if (isPlus) isStart = true;
    else if (isStart && depth === 0 && kind === 'string') parts.push(textOfString(text));
    else if (isStart && depth === 0 && kind === 'template') parts.push(...titleOfTemplate(text));
    // `'a'.repeat(3)`, `'a' as const`, `cond ? 'a' : 'b'`: something else than the text.
    else if (isStart || parts.at(-1) !== undefined) {
      if (!isStart) parts.pop();
      parts.push(undefined);
    }
    if (!isPlus) isStart = false;
    if (kind === 'other' && CLOSING[text]) depth += 1;
    else if (kind === 'other' && (text === ')' || text === ']' || text === '}')) depth -= 1;
  }
  return parts.some((part) => part !== undefined) ? parts : undefined;
}

/** Whether a function begins at `at`, or behind options there: what has no title to be read may be a call of something else. */
function isFunctionAt(tokens: readonly Token[], at: number): boolean {
  const [first, second] = [tokens[at], tokens[at + 1]];
  if (first?.text === 'async') return isFunctionAt(tokens, at + 1);
  if (first?.text === '{') {
    const behind = behindGroup(tokens, at);
    return tokens[behind]?.text === ',' && isFunctionAt(tokens, behind + 1);
  }
  const arrow = first?.text === '(' ? tokens[behindGroup(tokens, at)] : second;
  return first?.text === 'function' || arrow?.text === '=>';
}

function withoutPlaceholders(text: string): Title {
  const parts: (string | undefined)[] = [];
  let rest = text;
  for (let match = PLACEHOLDER.exec(rest); match; match = PLACEHOLDER.exec(rest)) {
    const before = rest.slice(0, match.index);
    parts.push(...(match[0] === '%%' ? [`${before}%`] : [before, undefined]));
    rest = rest.slice(match.index + match[0].length);
  }
  return [...parts, rest];
}
