/** An expression in a text, by the places of its first character and behind its last. */
export interface Found {
  /** What to evaluate: without what is there only for the compiler, so it may differ from the text at that place. */
  readonly expression: string;
  readonly start: number;
  readonly end: number;
}

/** Reads a text, which may be in the middle of being changed, and make no sense. */
export type Language = (text: string) => Reading;

/** What a debugger wants to know of a source. Places are counted in its text. */
export interface Reading {
  /**
   * What is evaluated where the mouse is: the name there, with all that it is a member of. Nothing in texts, comments,
   * keywords and names that are no values, and nothing that would call a function.
   */
  expressionAt(offset: number): Found | undefined;
  /**
   * What a program that has stopped at `stop` has read and assigned: variables and members of objects, of the function that
   * it stands in and of those around it, from the head of the function to the end of the line. Each line has each once.
   */
  variablesUpTo(stop: number): Found[];
}

/** Of what is found, the first of each line. */
export function onceInEachLine(text: string, found: readonly Found[]): Found[] {
  let lineEnd = -1;
  let seen = new Set<string>();
  return found.filter(({ expression, start }) => {
    if (start > lineEnd) {
      lineEnd = endOfLine(text, start);
      seen = new Set();
    }
    return !seen.has(expression) && seen.add(expression);
  });
}

export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
