import type { StoredBreakpoint } from './stored-breakpoint.ts';

/** Breakpoints at one place of a program, which can have only one there. */
export interface Place {
  /** The one that the program is stopped by. */
  readonly effective: StoredBreakpoint;
  readonly others: readonly StoredBreakpoint[];
}

/** Breakpoints of one file, or at functions, by their places: at each the one that stops most is effective. */
export function byPlace(breakpoints: readonly StoredBreakpoint[]): Place[] {
  const places = new Map<string, StoredBreakpoint[]>();
  for (const breakpoint of breakpoints) {
    const { line, column, function: name } = breakpoint.wanted;
    const key = JSON.stringify([line, column, name]);
    places.set(key, [...(places.get(key) ?? []), breakpoint]);
  }
  return [...places.values()].map((here) => {
    const [effective, ...others] = here.sort((a, b) => rank(b) - rank(a) || b.id - a.id);
    return { effective: effective!, others };
  });
}

function rank({ wanted: { logMessage, condition, hitCondition }, owner }: StoredBreakpoint): number {
  if (logMessage !== undefined) return 0;
  if (condition !== undefined || hitCondition !== undefined) return 1;
  // Where one stands that is shown, it is the one to be told of.
  return owner.passing ? 2 : 3;
}
