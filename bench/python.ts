// What it feels like with Python: Tandem and debugpy, on the same interpreter and programs, in the same run.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Contender } from './adapters/contender.ts';
import { inlineTandem } from './adapters/inline.ts';
import { openStdio } from './adapters/stdio-server.ts';
import { SESSION_ROWS } from './report/labels.ts';
import { type Rows, resultTable } from './report/print.ts';
import { rounds } from './report/rounds.ts';
import { benchProgram } from './sessions/program.ts';
import { barePython, debuggedPython, type PythonTimes } from './sessions/python-loop.ts';
import { measureSession } from './sessions/session.ts';

const PROGRAMS = fileURLToPath(new URL('programs', import.meta.url));

const HELP = `Measures Tandem with Python, and debugpy beside it.

npm run bench:python -- [options]
  --python PATH      the interpreter of all; one that has debugpy, or there is nothing to compare with (python3)
  --newer PATH       one more interpreter for Tandem alone: 3.12 or later, which can do more for a debugger
  --runs N           how often each is measured (7)
  --warm-up N        how often each runs before that (1)
  --dist DIRECTORY   the build to measure (dist)
`;

const LOOP_ROWS: Rows<keyof PythonTimes> = {
  calls: { label: 'calls, no breakpoint' },
  unreached: { label: 'calls, a breakpoint in them that is not reached' },
  lines: { label: 'a loop, no breakpoint' },
  conditions: { label: 'a loop, a false condition each round' },
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      python: { type: 'string', default: 'python3' },
      newer: { type: 'string' },
      runs: { type: 'string', default: '7' },
      'warm-up': { type: 'string', default: '1' },
      dist: { type: 'string', default: 'dist' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const { python, newer } = values;
  const dist = resolve(values.dist);
  if (!existsSync(join(dist, 'adapter.js'))) throw new Error(`no adapter.js in ${dist}: npm run build`);
  const options = { runs: Number(values.runs), warmUp: Number(values['warm-up']) };
  const progress = (): void => {};

  const all = [
    ...(hasDebugpy(python) ? [debugpy(python)] : []),
    tandem(python, dist),
    ...(newer ? [tandem(newer, dist)] : []),
  ];
  const program = benchProgram('python_stop.py', PROGRAMS);
  const sessions = all.map((it) => ({ name: it.name, run: () => measureSession(it, program) }));
  const bare = [python, ...(newer ? [newer] : [])].map((path) => ({
    name: `bare ${versionOf(path)}`,
    run: () => barePython(path, PROGRAMS),
  }));
  const loops = all.map((it) => ({ name: it.name, run: () => debuggedPython(it, PROGRAMS) }));
  const reference = all[0]!.name;
  console.log(
    [
      `Node ${process.version}, ${availableParallelism()} cores, ${options.runs} runs each, in turns.`,
      resultTable(SESSION_ROWS, await rounds(sessions, options, progress), reference),
      resultTable(LOOP_ROWS, await rounds([...bare, ...loops], options, progress), reference),
    ].join('\n\n'),
  );
}

const tandem = (python: string, dist: string): Contender =>
  inlineTandem(`Tandem, Python ${versionOf(python)}`, dist, false, { python });

const debugpy = (python: string): Contender => ({
  name: `debugpy, Python ${versionOf(python)}`,
  settings: { type: 'python', python: [python] },
  open: () => openStdio([python, '-m', 'debugpy.adapter']),
});

const ask = (python: string, code: string): string =>
  execFileSync(python, ['-c', code], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

const versionOf = (python: string): string =>
  ask(python, 'import platform; print(platform.python_version())');

function hasDebugpy(python: string): boolean {
  try {
    ask(python, 'import debugpy');
    return true;
  } catch {
    return false;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
