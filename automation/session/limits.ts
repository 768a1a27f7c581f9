/** How much of a stopped program is told at once. More is there for who asks for it. */
export interface Limits {
  /** Characters of one value. */
  readonly value: number;
  readonly variables: number;
  readonly frames: number;
  /** Lines of source above the current one, and as many below. */
  readonly context: number;
}

/** Limits that somebody named, and the usual ones for the rest. */
export const limitsFrom = (named: { readonly [Name in keyof Limits]?: number | undefined } = {}): Limits => ({
  value: named.value ?? DEFAULT_LIMITS.value,
  variables: named.variables ?? DEFAULT_LIMITS.variables,
  frames: named.frames ?? DEFAULT_LIMITS.frames,
  context: named.context ?? DEFAULT_LIMITS.context,
});

/** Enough to understand a stop, little enough for a reader who pays for each character. */
export const DEFAULT_LIMITS: Limits = { value: 1024, variables: 300, frames: 50, context: 3 };

export const clip = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;
