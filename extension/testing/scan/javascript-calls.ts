import type { Tokenized } from '../../source/javascript/tokenized.ts';
import { behindTypeArguments } from '../../source/javascript/types.ts';
import { behindTemplate, isTemplate, titleAt } from './javascript-titles.ts';
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
const NOT_BEFORE: ReadonlySet<string> = new Set('. ?. ... function new class get set @'.split(' '));

/** A name that a file gives to a function of its runner: `import { it as check } from 'node:test'`. */
export type Names = ReadonlyMap<string, string>;

export interface Call {
  readonly kind: TestItem['kind'];
  readonly title: Title;
  readonly isIdle: boolean;
  /** The index of the token that opens its arguments. */
  readonly paren: number;
}

/** The call of a runner's function whose name is at `index`, if it has a title and something to run. */
export function callAt(source: Tokenized, index: number, names: Names): Call | undefined {
  const { tokens, brackets } = source;
  const own = tokens[index]!.text;
  const name = names.get(own) ?? own;
  let kind = KINDS.get(name);
  const isNamespace = name === '*';
  if ((!kind && !isNamespace) || NOT_BEFORE.has(source.textAt(index - 1) ?? '')) return undefined;
  let isIdle = name.startsWith('x');
  let isFilledIn = false;
  let isMaking = false;
  for (let at = index + 1; at < tokens.length; ) {
    const text = source.textAt(at);
    if (text === '.' && source.isName(at + 1)) {
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
      const behind = behindTypeArguments(source, at);
      if (behind === undefined) return undefined;
      at = behind;
    } else if (isMaking && (text === '(' || isTemplate(tokens[at]))) {
      at = text === '(' ? brackets.behind(at) : behindTemplate(source, at);
      isMaking = false;
    } else if (text === '(') {
      const title = titleAt(source, at + 1, isFilledIn);
      return title && { kind, title, isIdle, paren: at };
    } else return undefined;
  }
  return undefined;
}
