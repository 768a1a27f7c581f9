import { findNodeAtLocation, parseTree } from 'jsonc-parser';

/** An entry of `scripts`. Offsets are of UTF-16 units, from 0. */
export interface NpmScript {
  readonly name: string;
  readonly command: string;
  readonly start: number;
}

export interface NpmScripts {
  /** Where `"scripts"` stands. */
  readonly start: number;
  readonly scripts: readonly NpmScript[];
}

/** The scripts of a package.json, as far as they can be read: somebody may be writing it. */
export function npmScripts(text: string): NpmScripts | undefined {
  const root = parseTree(text);
  const found = root && findNodeAtLocation(root, ['scripts']);
  if (found?.type !== 'object' || !found.parent) return undefined;
  const scripts = (found.children ?? []).flatMap(({ offset, children: [key, value] = [] }) =>
    typeof key?.value === 'string' && typeof value?.value === 'string'
      ? [{ name: key.value, command: value.value, start: offset }]
      : [],
  );
  return scripts.length > 0 ? { start: found.parent.offset, scripts } : undefined;
}
