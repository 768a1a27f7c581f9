import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchProgram } from './program.ts';
import { withResultFile } from './result-file.ts';

/** Milliseconds that a program needed for its work, by its own clock. */
export interface LoopTimes {
  readonly calls: number;
  readonly awaits: number;
  readonly throws: number;
}

export const bareLoop = ({ path }: BenchProgram): Promise<LoopTimes> =>
  withResultFile((result) => run([path, result]));

/** What no debugger of this runtime can do without. */
export const v8Loop = ({ path }: BenchProgram): Promise<LoopTimes> =>
  withResultFile((result) => run(['--require', join(dirname(path), 'v8-debugger.cjs'), path, result]));

const run = (args: readonly string[]): Promise<unknown> => promisify(execFile)(process.execPath, args);
