import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchProgram } from './program.ts';

/** Milliseconds that a program needed for its work, by its own clock. */
export interface LoopTimes {
  readonly calls: number;
  readonly awaits: number;
  readonly throws: number;
}

export const bareLoop = ({ path }: BenchProgram): Promise<LoopTimes> =>
  withResult((result) => run([path, result]));

/** What no debugger of this runtime can do without. */
export const v8Loop = ({ path }: BenchProgram): Promise<LoopTimes> =>
  withResult((result) => run(['--require', join(dirname(path), 'v8-debugger.cjs'), path, result]));

const run = (args: readonly string[]): Promise<unknown> => promisify(execFile)(process.execPath, args);

/** `work` runs the loop with the name of a file as its argument. */
export async function withResult(work: (file: string) => Promise<unknown>): Promise<LoopTimes> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-bench-'));
  try {
    const file = join(folder, 'result.json');
    await work(file);
    return JSON.parse(await readFile(file, 'utf8')) as LoopTimes;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
