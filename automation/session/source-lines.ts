import { readFile } from 'node:fs/promises';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Requester } from '../dap/requester.ts';

/** A few lines of a source, numbered from 1. */
export interface SourceWindow {
  readonly first: number;
  readonly lines: readonly string[];
  readonly current: number | undefined;
  /** Where on the current line, from 1. */
  readonly column: number | undefined;
}

/** The lines of a source: of the file where there is one, else as the program has it. Undefined when neither tells. */
export async function sourceLines(
  client: Requester,
  source: DebugProtocol.Source,
): Promise<readonly string[] | undefined> {
  const text = source.sourceReference ? await ask(client, source) : await read(source.path);
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

async function ask(client: Requester, source: DebugProtocol.Source): Promise<string | undefined> {
  const sourceReference = source.sourceReference ?? 0;
  const answer = await client.request('source', { source, sourceReference }).catch(() => undefined);
  return answer?.content;
}

async function read(path: string | undefined): Promise<string | undefined> {
  // Unreadable is no error here: the stop is told all the same, only without its lines.
  return path === undefined ? undefined : readFile(path, 'utf8').catch(() => undefined);
}
