import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { standalone } from '../../support/standalone.ts';

/** The bundled CLI, as it is shipped. */
export const CLI = join(standalone, 'cli.js');

/** Time limit of a test that runs a dozen commands, each a process, on a machine that has other things to do. */
export const MANY_COMMANDS_MS = 180_000;

export interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What is written to standard input, which is then closed. */
  readonly input?: string;
}

export function cliArguments(args: readonly string[]): [file: string, ...args: string[]] {
  if (!existsSync(CLI)) throw new Error(`"${CLI}" is missing: run "npm run build" first.`);
  return [process.execPath, CLI, ...args];
}

/** The environment of a person who has never used Tandem, and whose terminal shows no colours. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const state = mkdtempSync(join(tmpdir(), 'tandem-state-'));
  onTestFinished(() => rmSync(state, { recursive: true, force: true }));
  const { FORCE_COLOR: _, ...env } = process.env;
  return { ...env, NO_COLOR: '1', TERM: 'xterm', XDG_STATE_HOME: state, LOCALAPPDATA: state };
}

/** A run of the CLI without a terminal, from its start to its end. */
export async function tandem(
  args: readonly string[],
  { cwd, env, input = '' }: RunOptions = {},
): Promise<Run> {
  const [file, ...rest] = cliArguments(args);
  const child = spawn(file, rest, { cwd, env: { ...cleanEnvironment(), ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A program that does not read its input may be gone before it is written.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }));
  });
}

/** One event of `--json`. */
export type JsonEvent = { readonly event: string } & Readonly<Record<string, unknown>>;

export const jsonEvents = ({ stdout }: Run): JsonEvent[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonEvent);
