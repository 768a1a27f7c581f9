import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { Frame, SourceWindow } from '../../protocol/tasks/stop.ts';
import type { Requester } from '../dap/requester.ts';

/** The lines of a frame's source: of the file where there is one, else as the program has it. Undefined when neither tells. */
export async function sourceLines(
  client: Requester,
  { file, sourceReference }: Frame,
): Promise<readonly string[] | undefined> {
  const text =
    sourceReference === undefined ? await read(file) : await ask(client, { path: file, sourceReference });
  return text === undefined ? undefined : linesOf(text);
}

/** What follows the last line break is no line. */
export const linesOf = (text: string): readonly string[] => text.replace(/\r?\n$/, '').split(/\r?\n/);

/** `current` with `context` lines above and below, as far as there are any. */
export function windowAround(
  lines: readonly string[],
  current: number,
  column: number,
  context: number,
): SourceWindow {
  const first = Math.max(1, current - context);
  return { first, lines: lines.slice(first - 1, current + context), current, column };
}

interface Text {
  readonly path: string | undefined;
  readonly sourceReference: number;
}

async function ask(client: Requester, { path, sourceReference }: Text): Promise<string | undefined> {
  const source = { sourceReference, ...(path !== undefined && { path }) };
  const answer = await client.request('source', { source, sourceReference }).catch(() => undefined);
  return answer?.content;
}

async function read(file: string | undefined): Promise<string | undefined> {
  // Unreadable is no error here: the stop is told all the same, only without its lines.
  return file === undefined || !isAbsolute(file) ? undefined : readFile(file, 'utf8').catch(() => undefined);
}
