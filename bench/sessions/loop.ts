import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Contender } from '../adapters/contender.ts';
import { Debuggee } from './debuggee.ts';
import type { BenchProgram } from './program.ts';
import { within } from './within.ts';

/** Milliseconds that a program needed for its work, by its own clock. */
export interface LoopTimes {
  readonly calls: number;
  readonly awaits: number;
  readonly throws: number;
}

export function bareLoop({ path }: BenchProgram): Promise<LoopTimes> {
  return withResult((result) => promisify(execFile)(process.execPath, [path, result]));
}

/** With a breakpoint in force, which is never reached. */
export function debuggedLoop(contender: Contender, program: BenchProgram): Promise<LoopTimes> {
  return withResult(async (result) => {
    await using debuggee = await within('an adapter', Debuggee.open(contender, program));
    debuggee.launch({ ...contender.settings, args: [result] });
    await within('the end', debuggee.terminated);
  });
}

async function withResult(run: (file: string) => Promise<unknown>): Promise<LoopTimes> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-bench-'));
  try {
    const file = join(folder, 'result.json');
    await run(file);
    return JSON.parse(await readFile(file, 'utf8')) as LoopTimes;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
