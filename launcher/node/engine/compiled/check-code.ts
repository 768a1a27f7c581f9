import type { Comment } from 'acorn';
import type { UserBreakpoint } from '../breakpoint.ts';

/** What a breakpoint asks for, as expressions that can stand in the program's own code. */
export interface CheckSource {
  readonly condition: string | undefined;
  /** Those of a log message, in order; undefined for a breakpoint that stops. */
  readonly log: readonly string[] | undefined;
}

/** What of a breakpoint can be compiled into the program, or why it cannot. */
export async function checkSource(breakpoint: UserBreakpoint): Promise<CheckSource | string> {
  const condition = breakpoint.condition && (await expressionCode(breakpoint.condition));
  if (breakpoint.condition && !condition) return 'its condition cannot stand inside the code';
  const log: string[] = [];
  for (const part of breakpoint.log ?? []) {
    if ('text' in part) continue;
    const code = await expressionCode(part.expression);
    if (!code) return `{${part.expression}} cannot stand inside the code`;
    log.push(code);
  }
  return { condition: condition || undefined, log: breakpoint.log && log };
}

/** Names that mean something else in an inner scope, or make one of the function around them. */
const OUT_OF_PLACE = /\b(?:await|yield|eval)\b/;

/** One expression, in one line and in parentheses; undefined when the text is none. */
async function expressionCode(text: string): Promise<string | undefined> {
  if (OUT_OF_PLACE.test(text)) return undefined;
  const acorn = await import('acorn');
  const comments: Comment[] = [];
  try {
    const { body } = acorn.parse(text, { ecmaVersion: 'latest', onComment: comments });
    const [statement] = body;
    if (body.length !== 1 || statement?.type !== 'ExpressionStatement') return undefined;
    const { start, end } = statement.expression;
    let code = text.slice(start, end);
    for (const comment of comments.toReversed()) {
      if (start <= comment.start && comment.end <= end)
        code = `${code.slice(0, comment.start - start)} ${code.slice(comment.end - start)}`;
    }
    return /[\n\r\u2028\u2029]/.test(code) ? undefined : `(${code})`;
  } catch {
    // Not of this language, or only inside of something else (`super`, `#private`, `new.target`).
    return undefined;
  }
}

/**
 * The code of one check: what it calls is in `program-side.ts`. Nothing in it throws, and it does nothing while its
 * entry in `on` is 0.
 *
 * @param name The name by which the program's code finds {@link ProgramSide}.
 * @param hits The test of a hit count, with `hits` for the count.
 */
export function checkCode(
  name: string,
  slot: number,
  { condition, log }: CheckSource,
  hits: string | undefined,
): string {
  const counted = hits?.replace('hits', `${name}.count(${slot})`);
  const when = [condition, counted && `(${counted}||${name}.on[${slot}]>1)`].filter(Boolean).join('&&');
  const action = log ? logCode(name, slot, log) : `${name}.hit(${slot})`;
  const guarded = when ? `if(${when})${action}` : action;
  return `if(${name}.on[${slot}])try{${guarded}}catch(${name}e){${name}.failed(${slot},${name}e)}`;
}

function logCode(name: string, slot: number, expressions: readonly string[]): string {
  const values = `${name}v`;
  const parts = expressions.map(
    (code, index) =>
      `try{${values}[${index}]=${code}}catch(${name}e){${values}[${index}]=${name}.thrown(${name}e)}`,
  );
  return `{const ${values}=[];${parts.join('')}${name}.log(${slot},${values})}`;
}

/**
 * The checks of one statement as one block. It begins with a semicolon, in case the statement before has none, and ends
 * with a brace, which joins with nothing. The text of a function may be sent to where our global does not exist.
 */
export const blockOf = (name: string, codes: readonly string[]): string =>
  `;if(typeof ${name}==='object'){${codes.join('')}if(${name}.due)debugger}`;
