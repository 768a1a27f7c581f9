import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stateDirectory } from '../../state-directory.ts';

/** Lines that were typed at earlier prompts, and at this one. */
export interface History {
  readonly limit: number;
  /** The newest first, as readline wants them. */
  readonly lines: readonly string[];
  add(line: string): void;
}

const LIMIT = 500;

/** A history in a file. One that cannot be read or written is no reason not to debug: then nothing is remembered. */
export function fileHistory(file = join(stateDirectory(), 'history')): History {
  const lines = readLines(file);
  return {
    limit: LIMIT,
    lines,
    add(line) {
      // Appended, not rewritten: two prompts may be open at the same time.
      attempt(() => appendFileSync(file, `${line}\n`, { mode: 0o600 }));
    },
  };
}

function readLines(file: string): string[] {
  attempt(() => mkdirSync(dirname(file), { recursive: true, mode: 0o700 }));
  const lines = attempt(() => readFileSync(file, 'utf8').split('\n').filter(Boolean)) ?? [];
  const kept = lines.slice(-LIMIT);
  if (lines.length > 2 * LIMIT) attempt(() => writeFileSync(file, `${kept.join('\n')}\n`, { mode: 0o600 }));
  return kept.reverse();
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
