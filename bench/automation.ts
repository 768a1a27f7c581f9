// What it costs to drive Tandem from outside, beside a bare socket of `node:net` in the same run.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  answerLatency,
  bareCrowd,
  bareLatency,
  bareMemory,
  type CrowdName,
  crowd,
  eventLatency,
  type LatencyName,
  STARTERS,
  type StartName,
  serverMemory,
  starts,
} from './automation/measure.ts';
import { parseOptions } from './options.ts';
import { type Rows, resultTable } from './report/print.ts';
import { publish } from './report/publish.ts';
import { type Runner, rounds } from './report/rounds.ts';
import { benchProgram } from './sessions/program.ts';
import { within } from './sessions/within.ts';

const DEFAULTS = { runs: 5, warmUp: 1 };
const HELP = `npm run bench:automation -- [--runs N (${DEFAULTS.runs})] [--warm-up N (${DEFAULTS.warmUp})] [--dist DIRECTORY (dist)] [--json] [--write]\n`;

const PROGRAMS = fileURLToPath(new URL('programs', import.meta.url));

const LATENCY: Rows<LatencyName> = {
  median: { label: 'one after the other: median', unit: 'µs' },
  '99th percentile': { label: '… 99th percentile', unit: 'µs' },
};
const CROWD: Rows<CrowdName> = {
  commands: { label: '100 clients, 1,000 commands each, answered' },
  events: { label: '1,000 events, told to each of 100 clients' },
};
const START: Rows<StartName> = {
  first: { label: 'start to all of the first stop, in a new server' },
  next: { label: '… the next program' },
};
const MEMORY: Rows<'idle'> = { idle: { label: 'memory of a server that nobody drives', unit: 'MB' } };

interface Group<Key extends string> {
  readonly rows: Rows<Key>;
  readonly runners: readonly Runner<Key>[];
}

const group = <Key extends string>(
  rows: Rows<Key>,
  runs: Readonly<Record<string, Runner<Key>['run']>>,
): Group<Key> => ({
  rows,
  runners: Object.entries(runs).map(([name, run]) => ({ name, run: () => within(name, run()) })),
});

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), DEFAULTS);
  if (!options) return void process.stdout.write(HELP);
  const dist = resolve(options.dist);
  if (!existsSync(join(dist, 'server.js'))) throw new Error(`no server.js in ${options.dist}: npm run build`);
  const program = benchProgram('stop.cjs', PROGRAMS);
  const groups = [
    group(LATENCY, {
      bare: bareLatency,
      'command to answer': () => answerLatency(dist, PROGRAMS),
      "command to another client's event": () => eventLatency(dist, PROGRAMS),
    }),
    group(CROWD, { bare: bareCrowd, Tandem: () => crowd(dist, PROGRAMS) }),
    group(START, Object.fromEntries(STARTERS.map((by) => [by, () => starts(by, dist, program)]))),
    group(MEMORY, { bare: bareMemory, Tandem: () => serverMemory(dist, PROGRAMS) }),
  ] as Group<string>[];
  const all = [];
  for (const { rows, runners } of groups) {
    const results = await rounds(runners, options, () => {});
    all.push({ results, table: resultTable(rows, results, runners[0]!.name) });
  }
  if (options.json)
    return console.log(
      JSON.stringify(
        all.map(({ results }) => results),
        undefined,
        2,
      ),
    );
  const note = ' A Unix socket (a named pipe on Windows); the server is a process of its own.';
  publish(
    'automation',
    options,
    all.map(({ table }) => table),
    note,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
