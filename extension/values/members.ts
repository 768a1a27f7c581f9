/** What values are called that have no members. */
const NOTHING: ReadonlySet<string | null | undefined> = new Set(['undefined', 'null', 'None']);

/** By their expressions, the texts of values; null where there is none. */
export type Values = ReadonlyMap<string, string | null>;

/** What the member at the end of a path is a member of, from the inside out: of `a.b?.c`, `a.b` and `a`. */
export function ownersOf(path: string): string[] {
  const dot = path.lastIndexOf('.');
  if (dot < 0) return [];
  const owner = path.slice(0, dot).replace(/\?$/, '');
  return [owner, ...ownersOf(owner)];
}

/**
 * The expression that tells what a path is: itself, or what it cannot be followed beyond, since there is nothing. Undefined
 * where it has no value for any other reason.
 */
export function tellingOf(path: string, values: Values): string | undefined {
  if (values.get(path)) return path;
  const last = ownersOf(path).find((owner) => values.get(owner));
  return last !== undefined && NOTHING.has(values.get(last)) ? last : undefined;
}
