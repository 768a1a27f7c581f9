// What output costs a program under the debugger, beside the same program with nobody but a reader at its pipe.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contender } from './adapters/contender.ts';
import { contenders } from './adapters/contenders.ts';
import { parseOptions } from './options.ts';
import { resultTable } from './report/print.ts';
import { publish } from './report/publish.ts';
import { rounds } from './report/rounds.ts';
import { Debuggee } from './sessions/debuggee.ts';
import { type BenchProgram, benchProgram } from './sessions/program.ts';
import { withResultFile } from './sessions/result-file.ts';
import { runBare } from './sessions/run-bare.ts';
import { within } from './sessions/within.ts';

const BARE = 'bare';
const PROGRAMS = fileURLToPath(new URL('programs', import.meta.url));

/** By the program's own clock, until the system has taken it all. */
const ROWS = {
  text: { label: '50,000 lines of text by console.log' },
  objects: { label: '20,000 lines with an object by console.log' },
  raw: { label: '50,000 lines by process.stdout.write' },
} as const;

type OutputTimes = Readonly<Record<keyof typeof ROWS, number>>;

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (!options) return void process.stdout.write('npm run bench:output -- [the options of npm run bench]\n');
  const dist = resolve(options.dist);
  if (!existsSync(join(dist, 'adapter.js')))
    throw new Error(`no adapter.js in ${options.dist}: npm run build`);
  const program = benchProgram('output.cjs', PROGRAMS);
  const runners = [
    { name: BARE, run: () => bare(program) },
    ...contenders({ ...options, dist }).map((it) => ({ name: it.name, run: () => debugged(it, program) })),
  ];
  const results = await rounds(runners, options, () => {});
  if (options.json) return console.log(JSON.stringify(results, undefined, 2));
  publish('output', options, [resultTable(ROWS, results, BARE)]);
}

const bare = ({ path }: BenchProgram): Promise<OutputTimes> => withResultFile((file) => runBare(path, file));

const debugged = (contender: Contender, program: BenchProgram): Promise<OutputTimes> =>
  withResultFile(async (file) => {
    await using debuggee = await within('an adapter', Debuggee.open(contender, program));
    debuggee.launch({ ...contender.settings, args: [file] });
    await within('the end', debuggee.terminated);
  });

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
