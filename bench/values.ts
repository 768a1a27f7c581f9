// How long it takes to see into large values: Tandem's backends and its server, and other adapters, in the same run.

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contenders, EXTERNAL } from './adapters/contenders.ts';
import { HELP, parseOptions } from './options.ts';
import { VALUE_ROWS } from './report/labels.ts';
import { resultTable } from './report/print.ts';
import { publish } from './report/publish.ts';
import { rounds } from './report/rounds.ts';
import { benchProgram } from './sessions/program.ts';
import { measureValues } from './sessions/values.ts';

const PROGRAMS = fileURLToPath(new URL('programs', import.meta.url));

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (!options) return void process.stdout.write(HELP);
  const dist = resolve(options.dist);
  if (!existsSync(join(dist, 'adapter.js')))
    throw new Error(`no adapter.js in ${options.dist}: npm run build`);

  const program = benchProgram('values.cjs', PROGRAMS);
  const runners = contenders({ ...options, dist }).map((it) => ({
    name: it.name,
    run: () => measureValues(it, program),
  }));
  const results = await rounds(runners, options, () => {});
  const reference = options.peers[0]?.name ?? EXTERNAL;
  const machine = { node: process.version, cores: availableParallelism(), runs: options.runs };
  if (options.json) return console.log(JSON.stringify({ ...machine, reference, results }, undefined, 2));
  publish('values', options, [resultTable(VALUE_ROWS, results, reference)]);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
