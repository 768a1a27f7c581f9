import type { Comment } from 'acorn';
import { RUNS_ONCE } from '../breakpoint.ts';
import { type Position, position } from '../positions.ts';
import { type AnyNode, childAt, type Parsed, parseProgram } from '../script-text.ts';

/** Code to be run whenever the program comes to a position. */
export interface Check {
  readonly at: Position;
  readonly code: string;
}

/** Text that was inserted: a part of one line, which ends there but for white space and comments. */
export interface InsertedRange {
  readonly start: Position;
  readonly end: Position;
}

/** A statement and the text inserted before it. */
export interface Site {
  readonly range: InsertedRange;
  readonly statement: { readonly start: Position; readonly end: Position };
}

export interface Insertion {
  readonly text: string;
  readonly sites: ReadonlyMap<Check, Site>;
  /** Why the others could not be placed. */
  readonly refused: ReadonlyMap<Check, string>;
}

/**
 * Puts checks before the statements at their positions without moving any code: no token changes its line or column, so
 * that stack traces, source maps and V8's own breakpoints stay true. A check goes behind the token before its statement,
 * and the statement must be the first thing on its line: what lies between the two is white space and comments.
 *
 * @param wrap Makes one block of the checks of one statement. It must not contain a line terminator.
 */
export async function insertChecks(
  text: string,
  isModule: boolean,
  checks: readonly Check[],
  wrap: (codes: readonly string[]) => string,
): Promise<Insertion> {
  const refused = new Map<Check, string>();
  const comments: Comment[] = [];
  const program = await parseProgram(text, isModule, comments);
  if (!program) {
    for (const check of checks) refused.set(check, 'the script could not be parsed');
    return { text, sites: new Map(), refused };
  }
  const parsed: Commented = { ...program, text, comments };
  const spots = new Map<number, { spot: Spot; checks: Check[] }>();
  for (const check of checks) {
    const spot = findSpot(parsed, check.at);
    if (typeof spot === 'string') refused.set(check, spot);
    else if (spots.has(spot.offset)) spots.get(spot.offset)!.checks.push(check);
    else spots.set(spot.offset, { spot, checks: [check] });
  }
  const insertion = assemble(parsed, [...spots.values()], refused, wrap);
  // The condition of one may be out of place where it stands (`arguments` in a static block): the others need not suffer.
  if (insertion.sites.size === 0 || (await parseProgram(insertion.text, isModule))) return insertion;
  const sound: Check[] = [];
  for (const check of checks) {
    if (refused.has(check)) continue;
    const alone = checks.length > 1 && (await insertChecks(text, isModule, [check], wrap)).sites.size > 0;
    if (alone) sound.push(check);
    else refused.set(check, 'it does not compile where it stands');
  }
  if (sound.length === 0) return { text, sites: new Map(), refused };
  const rest = await insertChecks(text, isModule, sound, wrap);
  return { ...rest, refused };
}

interface Commented extends Parsed {
  readonly text: string;
  readonly comments: readonly Comment[];
}

interface Spot {
  /** Where the text goes. */
  readonly offset: number;
  readonly statement: AnyNode;
}

function assemble(
  parsed: Commented,
  spots: readonly { readonly spot: Spot; readonly checks: readonly Check[] }[],
  refused: ReadonlyMap<Check, string>,
  wrap: (codes: readonly string[]) => string,
): Insertion {
  const sites = new Map<Check, Site>();
  let result = '';
  let done = 0;
  for (const { spot, checks } of spots.toSorted((a, b) => a.spot.offset - b.spot.offset)) {
    const inserted = wrap(checks.map(({ code }) => code));
    result += parsed.text.slice(done, spot.offset) + inserted;
    done = spot.offset;
    const start = positionAt(parsed, spot.offset);
    const site: Site = {
      range: { start, end: position(start.line, start.column + inserted.length) },
      statement: {
        start: positionAt(parsed, spot.statement.start),
        end: positionAt(parsed, spot.statement.end),
      },
    };
    for (const check of checks) sites.set(check, site);
  }
  return { text: result + parsed.text.slice(done), sites, refused };
}

/** Where to insert for a position, or why that is not possible. */
function findSpot(parsed: Commented, at: Position): Spot | string {
  const start = skipForward(parsed, (parsed.lineStarts[at.line] ?? parsed.text.length) + at.column);
  if (at.column > 0 && positionAt(parsed, start).line > at.line) return 'no code stands there on its line';
  const statement = statementAt(parsed, start);
  if (typeof statement === 'string') return statement;
  const offset = skipBackward(parsed, start);
  if (!/[\n\r\u2028\u2029]/.test(parsed.text.slice(offset, start))) {
    return 'other code stands before it on its line';
  }
  return { offset, statement };
}

const LOOP = /^(?:For|ForIn|ForOf|While|DoWhile)Statement$/;
const LISTS: Readonly<Record<string, string>> = {
  Program: 'body',
  BlockStatement: 'body',
  StaticBlock: 'body',
  SwitchCase: 'consequent',
};

/** The statement that begins at an offset, if V8's breakpoint there would be hit just before it, and only then. */
function statementAt({ program }: Commented, start: number): AnyNode | string {
  let repeats = false;
  for (let node = program as unknown as AnyNode; ; ) {
    const child = childAt(node, start);
    if (!child) return 'no statement begins there';
    const list = LISTS[node.type];
    if (child.start === start && list && (node[list] as AnyNode[]).includes(child)) {
      if (!repeats) return RUNS_ONCE;
      return isReachedAtItsStart(child)
        ? child
        : 'the statement is not of a kind that can be preceded by a check';
    }
    repeats ||= LOOP.test(child.type) || /Function/.test(child.type);
    node = child;
  }
}

type Rule = (node: AnyNode) => boolean;
const always: Rule = () => true;

/**
 * Statements whose first position for V8 is where they begin. Those of the others are inside of them, and are passed once
 * a round (`while`), or not at all (declarations).
 */
const RULES: Readonly<Record<string, Rule>> = {
  ExpressionStatement: ({ directive, expression }) =>
    directive === undefined && (expression as AnyNode).type !== 'Literal',
  VariableDeclaration: ({ declarations }) => (declarations as AnyNode[]).some(({ init }) => init),
  ReturnStatement: always,
  ThrowStatement: always,
  IfStatement: always,
  SwitchStatement: always,
  BreakStatement: always,
  ContinueStatement: always,
};

const isReachedAtItsStart = (node: AnyNode): boolean => RULES[node.type]?.(node) ?? false;

/** The first token at or behind an offset. */
function skipForward({ text, comments }: Commented, offset: number): number {
  for (let at = offset; ; ) {
    at += /^\s*/.exec(text.slice(at, at + 1000))![0].length;
    const comment = comments[lastIndexBy(comments, ({ start }) => start <= at)];
    if (comment && at < comment.end) at = comment.end;
    else if (at >= text.length || !/\s/.test(text[at]!)) return at;
  }
}

/** The end of the last token before an offset. */
function skipBackward({ text, comments }: Commented, offset: number): number {
  for (let at = offset; ; ) {
    while (at > 0 && /\s/.test(text[at - 1]!)) at -= 1;
    const comment = comments[lastIndexBy(comments, ({ end }) => end <= at)];
    if (comment?.end !== at || at === 0) return at;
    at = comment.start;
  }
}

/** The last of those at the beginning for which the test holds, by bisection; -1 for none. */
function lastIndexBy(comments: readonly Comment[], test: (comment: Comment) => boolean): number {
  let low = 0;
  for (let high = comments.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (test(comments[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function positionAt({ lineStarts }: Commented, offset: number): Position {
  let low = 0;
  for (let high = lineStarts.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (lineStarts[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return position(low - 1, offset - lineStarts[low - 1]!);
}
