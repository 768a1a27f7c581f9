// What it feels like with Python: Tandem and debugpy, on the same interpreter and programs, in the same run.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type PythonContender, pythonContenders } from './python/contenders.ts';
import { inProcessRunners } from './python/in-process.ts';
import { versionOf } from './python/interpreters.ts';
import { pythonPrograms } from './python/programs.ts';
import { bareRows, loopRows, memoryRows, sessionRows, startRows } from './python/rows.ts';
import { resultTable } from './report/print.ts';
import { publish } from './report/publish.ts';
import { rounds } from './report/rounds.ts';
import { benchProgram } from './sessions/program.ts';
import { barePython, debuggedPython } from './sessions/python-loop.ts';
import { bareMemory, isMemoryKnown, pythonMemory } from './sessions/python-memory.ts';
import { pythonStarts } from './sessions/python-starts.ts';
import { measureSession } from './sessions/session.ts';

const PROGRAMS = fileURLToPath(new URL('programs', import.meta.url));

const HELP = `Measures Tandem with Python, and debugpy beside it.

npm run bench:python -- [options]
  --python PATH      the interpreter of all; one that has debugpy, or there is nothing to compare with (python3)
  --other VERSION    one more interpreter for Tandem alone, as 3.12 or as a path (each of 3.9 to 3.14 that is there)
  --only NAME        sessions, inProcess, starts, work or memory
  --runs N           how often each is measured (7)
  --warm-up N        how often each runs before that (1)
  --dist DIRECTORY   the build to measure (dist)
  --write            put the tables into docs/PERFORMANCE.md as well
`;

interface Measured {
  readonly all: readonly PythonContender[];
  readonly dist: string;
  readonly names: readonly string[];
  readonly reference: string;
  readonly options: { readonly runs: number; readonly warmUp: number };
}

const silent = (): void => {};

async function sessions({ all, names, reference, options }: Measured): Promise<string> {
  const program = benchProgram('python_stop.py', PROGRAMS);
  const runners = all.map(({ contender }) => ({
    name: contender.name,
    run: () => measureSession(contender, program),
  }));
  return resultTable(sessionRows(names), await rounds(runners, options, silent), reference);
}

async function inProcess({ dist, options }: Measured): Promise<string> {
  const runners = inProcessRunners(dist, benchProgram('python_stop.py', PROGRAMS));
  return resultTable(sessionRows([]), await rounds(runners, options, silent), runners[0]!.name);
}

async function starts({ all, names, reference, options }: Measured): Promise<string> {
  await using programs = await pythonPrograms();
  const runners = all.map(({ contender }) => ({
    name: contender.name,
    run: () => pythonStarts(contender, programs),
  }));
  return resultTable(startRows(names), await rounds(runners, options, silent), reference);
}

/** Each interpreter beside itself alone, and those that have debugpy beside that. */
async function work({ all, names, options, reference }: Measured): Promise<string> {
  const tables: string[] = [];
  for (const python of new Set(all.map((it) => it.python))) {
    const own = all.filter((it) => it.python === python);
    const bare = python === undefined ? undefined : `alone, ${versionOf(python)}`;
    const alone = bare ? [{ name: bare, run: () => barePython(python!, PROGRAMS) }] : [];
    const runners = own.map(({ contender }) => ({
      name: contender.name,
      run: () => debuggedPython(contender, PROGRAMS),
    }));
    const results = await rounds([...alone, ...runners], options, silent);
    tables.push(resultTable(bareRows(names), results, bare ?? own[0]!.contender.name));
    if (own.length > 1) tables.push(resultTable(loopRows(names), results, reference));
  }
  return tables.join('\n\n');
}

async function memory({ all, names, options, reference }: Measured): Promise<string> {
  const [first] = all;
  const alone = first?.python
    ? [{ name: `alone, ${versionOf(first.python)}`, run: () => bareMemory(first.python!, PROGRAMS) }]
    : [];
  const own = all.filter(({ python }) => python !== undefined);
  const runners = own.map(({ contender }) => ({
    name: contender.name,
    run: () => pythonMemory(contender, PROGRAMS),
  }));
  return resultTable(memoryRows(names), await rounds([...alone, ...runners], options, silent), reference);
}

const MEASURES = { sessions, inProcess, starts, work, ...(isMemoryKnown ? { memory } : {}) };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      python: { type: 'string', default: 'python3' },
      other: { type: 'string', multiple: true },
      only: { type: 'string' },
      runs: { type: 'string', default: '7' },
      'warm-up': { type: 'string', default: '1' },
      dist: { type: 'string', default: 'dist' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const dist = resolve(values.dist);
  if (!existsSync(join(dist, 'adapter.js'))) throw new Error(`no adapter.js in ${dist}: npm run build`);
  const wanted = Object.entries(MEASURES).filter(([name]) => !values.only || name === values.only);
  if (wanted.length === 0) throw new Error(`--only takes one of ${Object.keys(MEASURES).join(', ')}`);

  const all = pythonContenders(values.python, values.other, dist);
  const options = { runs: Number(values.runs), warmUp: Number(values['warm-up']) };
  const names = all.map(({ contender }) => contender.name).filter((name) => name.startsWith('Tandem'));
  const measured = { all, dist, names, reference: all[0]!.contender.name, options };
  const tables: string[] = [];
  for (const [, measure] of wanted) tables.push(await measure(measured));
  publish('Python', { ...options, write: values.write }, tables);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
