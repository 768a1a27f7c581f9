import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { privatePlaces } from '../../support/private-places.ts';
import { cleanEnvironment, cliArguments, type Run, tandem } from './cli.ts';

/** A `tandem serve` in a process of its own, until the end of the test. */
export interface Serving {
  readonly pid: number;
  readonly process: ChildProcess;
  /** What it has said so far: one JSON object a line. */
  readonly told: readonly Readonly<Record<string, unknown>>[];
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  /** A command in its folder. */
  run(...args: string[]): Promise<Run>;
  /** The same with `--json`: what it answers. */
  ask(...args: string[]): Promise<{ readonly code: number | null; readonly answer: unknown }>;
}

export async function serving(folder: string, ...options: string[]): Promise<Serving> {
  privatePlaces();
  return serveIn(folder, ...options);
}

/** One more, which sees the others of this test. */
export async function serveIn(folder: string, ...options: string[]): Promise<Serving> {
  const [file, ...args] = cliArguments(['serve', '--json', ...options]);
  const child = spawn(file, args, {
    cwd: folder,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill();
    await ended;
  });
  const told: Readonly<Record<string, unknown>>[] = [];
  const lines = createInterface({ input: child.stdout! });
  const listening = new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      told.push(JSON.parse(line));
      resolve();
    });
    void ended.then((code) => reject(new Error(`tandem serve has ended with ${code}.`)));
  });
  await listening;
  const run = (...words: string[]): Promise<Run> => tandem(words, { cwd: folder });
  return {
    pid: child.pid!,
    process: child,
    told,
    ended,
    run,
    ask: async (command, ...words) => {
      const { code, stdout } = await run(command!, '--json', ...words);
      return { code, answer: JSON.parse(stdout) };
    },
  };
}
