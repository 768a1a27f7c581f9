import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Lines that were typed at earlier prompts, and at this one. */
export interface History {
  readonly limit: number;
  /** The newest first, as readline wants them. */
  readonly lines: readonly string[];
  add(line: string): void;
}

const LIMIT = 500;

/** Where a program keeps what it remembers of its user, by the customs of each system. */
export function stateDirectory(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'tandem');
  return join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'tandem');
}

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
