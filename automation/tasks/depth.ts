/** Nobody nests deeper on purpose; and whatever looks into it by calling itself, the stack would not be enough for. */
export const MAX_DEPTH = 100;

/** Whether a value, as JSON has them, is nested deeper than anybody needs. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return true;
}

export const TOO_DEEP = `it is nested deeper than ${MAX_DEPTH} levels`;
