type Comparison = (hits: number, wanted: number) => boolean;

const comparisons: Record<string, Comparison> = {
  '>': (hits, wanted) => hits > wanted,
  '>=': (hits, wanted) => hits >= wanted,
  '<': (hits, wanted) => hits < wanted,
  '<=': (hits, wanted) => hits <= wanted,
  '=': (hits, wanted) => hits === wanted,
  '==': (hits, wanted) => hits === wanted,
  '===': (hits, wanted) => hits === wanted,
  '%': (hits, wanted) => hits % wanted === 0,
};

/** Whether a breakpoint stops at its n-th hit, counted from 1. */
export type HitCondition = (hits: number) => boolean;

export const hitConditionProblem = (text: string): string =>
  `The hit condition "${text}" is not understood: write a number, optionally after >, >=, <, <=, == or %.`;

const PATTERN = /^\s*([<>]=?|={1,3}|%)?\s*(\d+)\s*$/;

/** Reads `5`, `== 5`, `>= 5`, `% 5`, … A bare number means that very hit. Undefined when it is none of these. */
export function parseHitCondition(text: string): HitCondition | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const wanted = Number(match[2]);
  const compare = comparisons[match[1] ?? '==']!;
  if (match[1] === '%' && wanted === 0) return undefined;
  return (hits) => compare(hits, wanted);
}

const operators: Record<string, string> = { '=': '===', '==': '===', '%': '%' };

/** The same test as JavaScript, with `hits` for the count: for checks that are compiled into the program. */
export function hitConditionCode(text: string): string | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const [, operator = '==', wanted] = match;
  const test = `hits${operators[operator] ?? operator}${Number(wanted)}`;
  return operator === '%' ? `${test}===0` : test;
}
