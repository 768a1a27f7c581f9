import type { Rows } from '../report/print.ts';
import type { PythonTimes } from '../sessions/python-loop.ts';
import type { PythonMemory } from '../sessions/python-memory.ts';
import type { PythonStarts } from '../sessions/python-starts.ts';
import type { SessionTimes } from '../sessions/session.ts';

/** What each contender is to reach, as a ratio to debugpy. */
const goal = (names: readonly string[], ratio: number): Readonly<Record<string, number>> =>
  Object.fromEntries(names.map((name) => [name, ratio]));

export const startRows = (names: readonly string[]): Rows<keyof PythonStarts> => ({
  entry: { label: 'launch to the first line, no breakpoint' },
  many: { label: 'launch to first stop, 50 breakpoints in 10 files', goals: goal(names, 0.1) },
  modules: { label: 'launch to first stop behind 1,000 imports' },
});

export const sessionRows = (names: readonly string[]): Rows<keyof SessionTimes> => ({
  adapter: { label: 'adapter ready' },
  firstStop: { label: 'launch to first stop', goals: goal(names, 0.1) },
  firstLook: { label: 'stack, scopes, variables: first time', goals: goal(names, 0.1) },
  step: { label: 'one step', goals: goal(names, 0.15) },
  look: { label: 'stack, scopes, variables: after a step', goals: goal(names, 0.1) },
  end: { label: 'continue to the end' },
});

/** Beside debugpy. */
export const loopRows = (names: readonly string[]): Rows<keyof PythonTimes> => ({
  ...bareRows([]),
  conditions: { label: 'a loop, a false condition each round', goals: goal(names, 0.1) },
});

/** Beside the program alone. */
export const bareRows = (names: readonly string[]): Rows<keyof PythonTimes> => ({
  calls: { label: 'calls, no breakpoint', goals: goal(names, 1.05) },
  unreached: { label: 'calls, a breakpoint in them that is not reached', goals: goal(names, 1.05) },
  threads: { label: 'the same in 20 threads', goals: goal(names, 1.05) },
  lines: { label: 'a loop, no breakpoint', goals: goal(names, 1.05) },
  conditions: { label: 'a loop, a false condition each round' },
  logs: { label: '500 hits of a log point' },
  throws: { label: 'exceptions caught, those that are not are waited for' },
});

export const memoryRows = (names: readonly string[]): Rows<keyof PythonMemory> => ({
  processes: { label: 'processes', unit: '', goals: goal(names, 0.5) },
  memory: { label: 'their memory', unit: 'MB' },
});
