// What breakpoints that hardly ever stop cost a hot loop: conditions, hit counts and log messages.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Contender } from './adapters/contender.ts';
import { contenders } from './adapters/contenders.ts';
import { parseOptions } from './options.ts';
import { resultTable } from './report/print.ts';
import { publish } from './report/publish.ts';
import { rounds } from './report/rounds.ts';
import { Debuggee } from './sessions/debuggee.ts';
import { type BenchProgram, benchProgram } from './sessions/program.ts';
import { withResultFile } from './sessions/result-file.ts';
import { within } from './sessions/within.ts';

const BARE = 'bare';
const PROGRAMS = fileURLToPath(new URL('programs', import.meta.url));

/** By the program's own clock. Tandem leaves to V8 what names `eval`. */
const ROWS = {
  condition: { label: '200,000 false conditions', rounds: 200_000, traits: { condition: 'i === -1' } },
  hits: { label: '200,000 hits, none due', rounds: 200_000, traits: { hitCondition: '> 1000000' } },
  text: { label: '10,000 log messages', rounds: 10_000, traits: { logMessage: '{i} of {rounds}' } },
  objects: { label: '10,000 log messages with an object', rounds: 10_000, traits: { logMessage: '{user}' } },
  v8: {
    label: '2,000 false conditions that V8 evaluates',
    rounds: 2_000,
    traits: { condition: "i === -1 && eval('true')" },
  },
} as const;

type Row = keyof typeof ROWS;
type Times = Readonly<Record<Row, number>>;

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (!options)
    return void process.stdout.write('npm run bench:conditions -- [the options of npm run bench]\n');
  const dist = resolve(options.dist);
  if (!existsSync(join(dist, 'adapter.js')))
    throw new Error(`no adapter.js in ${options.dist}: npm run build`);
  const program = benchProgram('conditions.cjs', PROGRAMS);
  const runners = [
    { name: BARE, run: () => all((row) => bare(program, row)) },
    ...contenders({ ...options, dist }).map((it) => ({
      name: it.name,
      run: () => all((row) => debugged(it, program, row)),
    })),
  ];
  const results = await rounds(runners, options, () => {});
  if (options.json) return console.log(JSON.stringify(results, undefined, 2));
  publish('conditions', options, [resultTable(ROWS, results, BARE)]);
}

async function all(run: (row: Row) => Promise<number>): Promise<Times> {
  const times: [Row, number][] = [];
  for (const row of Object.keys(ROWS) as Row[]) times.push([row, await run(row)]);
  return Object.fromEntries(times) as Record<Row, number>;
}

const bare = ({ path }: BenchProgram, row: Row): Promise<number> =>
  withResultFile((file) => promisify(execFile)(process.execPath, [path, file, String(ROWS[row].rounds)]));

const debugged = (contender: Contender, program: BenchProgram, row: Row): Promise<number> =>
  withResultFile(async (file) => {
    const { traits, rounds: count } = ROWS[row];
    await using debuggee = await within('an adapter', Debuggee.open(contender, { ...program, traits }));
    debuggee.launch({ ...contender.settings, args: [file, String(count)] });
    await within('the end', debuggee.terminated);
  });

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
