import { type Position, position } from './positions.ts';
import { scriptText } from './script-text.ts';
import type { Script } from './scripts.ts';
import type { SourceMap } from './source-map.ts';
import type { Thread } from './thread.ts';

/** How much text before a position is searched for the beginning of its statement. */
const WINDOW = 2000;
/** A returned expression may contain functions, and they further returns. */
const MAX_RETURNS = 8;

/**
 * Where to look a return up in a map. V8 has it at the end of the statement; in minified code the next piece begins right
 * there, and is from another line of the source. (The return at the closing brace of a function is that brace's own.)
 */
export async function statementOfReturn(
  thread: Thread,
  script: Script,
  map: SourceMap,
  at: Position,
): Promise<Position> {
  if (!map.isSeam(at)) return at;
  const text = await scriptText(thread, script);
  const end = startOfLine(text, at.line) + at.column;
  const before = text.slice(Math.max(0, end - Math.min(WINDOW, at.column)), end);
  return (await endsInReturn(before)) ? position(at.line, at.column - 1) : at;
}

function startOfLine(text: string, line: number): number {
  let start = 0;
  for (let passed = 0; passed < line; passed += 1) start = text.indexOf('\n', start) + 1;
  return start;
}

async function endsInReturn(text: string): Promise<boolean> {
  const acorn = await import('acorn');
  const starts = [...text.matchAll(/\breturn\b/g)].map(({ index }) => index).slice(-MAX_RETURNS);
  return starts.some((start) => {
    try {
      const { body } = acorn.parse(text.slice(start), {
        ecmaVersion: 'latest',
        allowReturnOutsideFunction: true,
        allowAwaitOutsideFunction: true,
        allowSuperOutsideMethod: true,
      });
      return body.length === 1;
    } catch {
      return false;
    }
  });
}
