import { endOfLine, type Found, type Language, onceInEachLine } from '../language.ts';
import { type Block, blocksOf, closingOf, parametersOf } from './blocks.ts';
import { bracketAround, endOfPath, expressionAt, isArgument, isMark, isName } from './expression.ts';
import { type Token, tokensOf } from './tokens.ts';

export const python: Language = (text) => {
  const tokens = tokensOf(text);
  return {
    expressionAt: (offset) => expressionAt(text, tokens, offset),
    variablesUpTo: (stop) => variablesUpTo(text, tokens, stop),
  };
};

function variablesUpTo(text: string, tokens: readonly Token[], stop: number): Found[] {
  const blocks = blocksOf(tokens);
  const lineEnd = endOfLine(text, stop);
  const here = blockAt(blocks, tokens, lineEnd);
  const found: Found[] = [];
  const inner = blocks.filter(({ parent }) => parent === here);
  const brief = briefNames(tokens, here);
  for (let at = here.first; at < here.end && tokens[at]!.start < lineEnd; at += 1) {
    for (const { first, end } of inner) if (first === at) at = end;
    const token = tokens[at];
    if (!token || token.start >= lineEnd) break;
    if (!isName(token) || isMark(tokens[at - 1], '.') || isArgument(tokens, at)) continue;
    if (
      !isVariable(token.text, here) ||
      brief.some(({ name, first, end }) => name === token.text && first <= at && at < end)
    )
      continue;
    const last = endOfPath(tokens, at);
    if (last === undefined) continue;
    const expression = tokens
      .slice(at, last + 1)
      .map((it) => it.text)
      .join('');
    found.push({ expression, start: token.start, end: tokens[last]!.end });
  }
  return onceInEachLine(text, found);
}

/** The innermost around a place. Behind the last line of a function its module goes on only where something follows. */
function blockAt(blocks: readonly Block[], tokens: readonly Token[], offset: number): Block {
  return (
    blocks.findLast(
      ({ first, end }) =>
        tokens[first] !== undefined &&
        tokens[first]!.start < offset &&
        (tokens[end]?.start ?? Infinity) >= offset,
    ) ?? blocks[0]!
  );
}

/** Classes lend their names to nobody but themselves. */
function isVariable(name: string, here: Block): boolean {
  for (let block: Block | undefined = here; block; block = block.parent) {
    if (block.isClass && block !== here) continue;
    const bound = block.names.get(name);
    if (bound !== undefined) return bound;
  }
  return false;
}

/** A name that means something else for a while: in a comprehension, or in a `lambda`. */
interface Brief {
  readonly name: string;
  readonly first: number;
  readonly end: number;
}

function briefNames(tokens: readonly Token[], { first, end }: Block): Brief[] {
  const brief: Brief[] = [];
  for (let at = first; at < end; at += 1) {
    const { kind, text } = tokens[at]!;
    if (kind !== 'name' || (text !== 'for' && text !== 'lambda')) continue;
    const open = bracketAround(tokens, at);
    if (text === 'for' && open === undefined) continue;
    const names = text === 'lambda' ? parametersOf(tokens, at) : targetsOf(tokens, at, end);
    const region =
      open === undefined ? { first: at, end } : { first: open, end: closingOf(tokens, open, end) };
    const from = text === 'lambda' ? at : region.first;
    for (const index of names) brief.push({ name: tokens[index]!.text, first: from, end: region.end });
  }
  return brief;
}

function targetsOf(tokens: readonly Token[], from: number, end: number): number[] {
  const targets: number[] = [];
  for (let at = from + 1; at < end && tokens[at]!.text !== 'in'; at += 1)
    if (isName(tokens[at])) targets.push(at);
  return targets;
}
