import { Script } from 'node:vm';

/** What only means something inside a function or class cannot be compiled on its own, so it is not checked. */
const NEEDS_CONTEXT = /#|\b(?:await|super|yield|new\.target|return)\b/;

/** The syntax error of a condition, as a sentence, or undefined. */
export function conditionProblem(condition: string): string | undefined {
  if (NEEDS_CONTEXT.test(condition)) return undefined;
  const problem = syntaxError(condition);
  return problem && `The condition has a syntax error: ${problem}.`;
}

/**
 * The condition for V8. V8 takes a condition that throws for a false one and says nothing; this one is true then, so
 * that the engine gets to see the error and can tell it.
 */
export function guardedCondition(condition: string): string {
  const guarded = `(() => { try { return (${condition}\n); } catch { return true; } })()`;
  // Statements (`a = 1; a > b`) are allowed as a condition, but not inside parentheses.
  return syntaxError(guarded) ? condition : guarded;
}

/** Compiled in the debugger's own thread: it is the same V8 as the program's. */
function syntaxError(expression: string): string | undefined {
  try {
    new Script(expression);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
