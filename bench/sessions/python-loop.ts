import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Contender } from '../adapters/contender.ts';
import { Debuggee } from './debuggee.ts';
import { type BenchProgram, benchProgram } from './program.ts';
import { withResultFile } from './result-file.ts';
import { within } from './within.ts';

/** Milliseconds of processor time that a Python program needed for its work, by its own clock. */
export interface PythonTimes {
  /** Many calls, without any breakpoint. */
  readonly calls: number;
  /** The same calls, with a breakpoint in the function that is never reached. */
  readonly unreached: number;
  /** A loop, without any breakpoint. */
  readonly lines: number;
  /** The same loop, with a condition at each round that is false. */
  readonly conditions: number;
}

type Reported = Pick<PythonTimes, 'calls' | 'lines'>;

const FILE = 'python_loop.py';

export async function barePython(python: string, directory: string): Promise<PythonTimes> {
  const { path } = benchProgram(FILE, directory);
  const { calls, lines } = await withResultFile<Reported>((file) =>
    promisify(execFile)(python, [path, file]),
  );
  return { calls, unreached: calls, lines, conditions: lines };
}

export async function debuggedPython(contender: Contender, directory: string): Promise<PythonTimes> {
  const unreached = benchProgram(FILE, directory);
  const condition = { ...benchProgram(FILE, directory, 'condition'), traits: { condition: 'number < 0' } };
  const run = (program: BenchProgram): Promise<Reported> =>
    withResultFile<Reported>(async (file) => {
      await using debuggee = await within('an adapter', Debuggee.open(contender, program));
      debuggee.launch({ ...contender.settings, args: [file] });
      await within('the end', debuggee.terminated);
    });
  // Debuggers move a breakpoint to where there is code, but to no other file.
  const { path: source } = benchProgram('python_stop.py', directory);
  const nothing = await run({ ...unreached, source });
  const { calls } = await run(unreached);
  const { lines } = await run(condition);
  return { calls: nothing.calls, unreached: calls, lines: nothing.lines, conditions: lines };
}
