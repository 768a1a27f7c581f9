import path from 'node:path';

/** A pattern of names in source maps, and where what it stands for is. */
export interface OverrideAdvice {
  readonly pattern: string;
  readonly place: string;
}

const ADVICE = /"sourceMapPathOverrides": \{ ("(?:[^"\\]|\\.)*"): ("(?:[^"\\]|\\.)*") \}/;

/** The setting that makes a file of one that a map names, as it stands in a launch.json. */
export function adviseOverride(named: string, file: string): string {
  const [from, to] = withoutCommonEnd(named, file);
  return `"sourceMapPathOverrides": { ${JSON.stringify(`${from}*`)}: ${JSON.stringify(`${to}*`)} }`;
}

/** What a message advises that was made with {@link adviseOverride}: editors put it into the launch.json. */
export function advisedOverride(message: string): OverrideAdvice | undefined {
  const [, pattern, place] = ADVICE.exec(message) ?? [];
  return pattern && place ? { pattern: JSON.parse(pattern), place: JSON.parse(place) } : undefined;
}

function withoutCommonEnd(a: string, b: string): [string, string] {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  // Whole names only: cut behind a separator.
  const tail = a.slice(a.length - length);
  const kept = tail.slice(tail.indexOf(path.sep) + 1).length;
  return [a.slice(0, a.length - kept), b.slice(0, b.length - kept)];
}
