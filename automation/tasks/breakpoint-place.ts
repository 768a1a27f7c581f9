import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { errors } from '../../protocol/errors.ts';
import type { WantedBreakpoint } from '../../protocol/tasks/breakpoints.ts';
import type { Location } from '../../protocol/tasks/parts.ts';
import type { PlacedBreakpoint } from './host.ts';
import { lineOf } from './line-by-text.ts';

/** Finds out where breakpoints are wanted: files become absolute, and texts lines. */
export function placed(
  wanted: readonly WantedBreakpoint[],
  folders: readonly string[],
): Promise<PlacedBreakpoint[]> {
  return Promise.all(
    wanted.map(async ({ text, ...breakpoint }) =>
      breakpoint.file === undefined
        ? breakpoint
        : {
            ...breakpoint,
            ...(await placeOf({ file: breakpoint.file, line: breakpoint.line, text }, folders)),
          },
    ),
  );
}

export async function placeOf(
  { file: name, line, text }: Location,
  folders: readonly string[],
): Promise<{ file: string; line: number }> {
  const file = absolute(name, folders);
  if (text === undefined) return { file, line: line! };
  return { file, line: lineOf(text, await contentOf(file), file) };
}

function absolute(file: string, [folder]: readonly string[]): string {
  if (isAbsolute(file)) return resolve(file);
  if (folder === undefined) throw errors.placeNoFolder(file);
  return resolve(folder, file);
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw errors.placeUnreadable(file, (error as NodeJS.ErrnoException).code ?? String(error));
  }
}
