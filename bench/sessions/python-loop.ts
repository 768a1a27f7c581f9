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
  /** The same in twenty threads, with that breakpoint. */
  readonly threads: number;
  /** A loop, without any breakpoint. */
  readonly lines: number;
  /** The same loop, with a condition at each round that is false. */
  readonly conditions: number;
  /** A short loop that a log point writes of at each round. */
  readonly logs: number;
  /** Exceptions that the program catches, while those that leave its code are waited for. */
  readonly throws: number;
}

type Work = 'calls' | 'lines' | 'logs' | 'throws' | 'threads';
type Reported = Readonly<Record<Work, number>>;

const FILE = 'python_loop.py';
const ALL: readonly Work[] = ['calls', 'lines', 'logs', 'throws', 'threads'];

export async function barePython(python: string, directory: string): Promise<PythonTimes> {
  const { path } = benchProgram(FILE, directory);
  const bare = await withResultFile<Reported>((file) => promisify(execFile)(python, [path, file, ...ALL]));
  return { ...bare, unreached: bare.calls, conditions: bare.lines };
}

export async function debuggedPython(contender: Contender, directory: string): Promise<PythonTimes> {
  const run = (program: Partial<BenchProgram>, ...work: readonly Work[]): Promise<Reported> =>
    withResultFile<Reported>(async (file) => {
      const whole = { ...benchProgram(FILE, directory), ...program };
      await using debuggee = await within('an adapter', Debuggee.open(contender, whole));
      debuggee.launch({ ...contender.settings, args: [file, ...work] });
      await within('the end', debuggee.terminated);
    });
  const on = (mark: string): BenchProgram => benchProgram(FILE, directory, mark);
  // Debuggers move a breakpoint to where there is code, but to no other file.
  const elsewhere = { source: benchProgram('python_stop.py', directory).path };
  const filters = [contender.userUncaught ?? 'userUncaught'];
  const nothing = await run(elsewhere, 'calls', 'lines');
  const unreached = await run({}, 'calls', 'threads');
  const conditions = await run({ ...on('condition'), traits: { condition: 'number < 0' } }, 'lines');
  const { logs } = await run({ ...on('log'), traits: { logMessage: 'total is {total}' } }, 'logs');
  const { throws } = await run({ ...elsewhere, filters }, 'throws');
  return {
    ...{ calls: nothing.calls, unreached: unreached.calls, threads: unreached.threads },
    ...{ lines: nothing.lines, conditions: conditions.lines, logs, throws },
  };
}
