import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** A place that a person or a script named: `FILE:LINE`, or `LINE` alone for the file that is meant anyway. */
export interface NamedLocation {
  readonly file: string | undefined;
  readonly line: number;
  readonly condition: string | undefined;
}

// Lazy up to the first colon with digits behind it, so that the colon of C:\app.js is part of the path.
const LOCATION = /^(?:(.+?):)?([1-9]\d*)$/;
const LOCATION_AND_CONDITION = /^(?:(.+?):)?([1-9]\d*)(?::(.*))?$/s;

/** Of the form `[FILE:]LINE`; undefined for anything else. */
export const parseLocation = (text: string): NamedLocation | undefined => toLocation(LOCATION.exec(text));

/** Of the form `[FILE:]LINE[:CONDITION]`; undefined for anything else. */
export const parseConditionalLocation = (text: string): NamedLocation | undefined =>
  toLocation(LOCATION_AND_CONDITION.exec(text));

function toLocation(match: RegExpExecArray | null): NamedLocation | undefined {
  if (!match) return undefined;
  const [, file, line, condition] = match;
  return { file, line: Number(line), condition: condition?.trim() || undefined };
}

/** A file as it was named from where the user is; if there is none, from where the program is. */
export function resolveSource(name: string, home: string): string {
  const here = resolve(name);
  if (existsSync(here)) return here;
  const there = resolve(dirname(home), name);
  return existsSync(there) ? there : here;
}
