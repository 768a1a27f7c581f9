// What a message costs on each transport, beside a bare echo of `node:net` on the same kind of socket in the same run.

import { channel } from './ipc/channel.ts';
import { KINDS, type Kind, ROWS, type RowName, SIZES, WARM_UP } from './ipc/rows.ts';
import { parseOptions } from './options.ts';
import { resultTable } from './report/print.ts';
import { publish } from './report/publish.ts';
import { rounds } from './report/rounds.ts';
import { within } from './sessions/within.ts';

/** Those that can be listened on here. */
const TRANSPORTS =
  process.platform === 'win32' ? (['pipe', 'tcp', 'ws'] as const) : (['unix', 'tcp', 'ws'] as const);
type TransportName = (typeof TRANSPORTS)[number];

const DEFAULTS = { runs: 3, warmUp: 0 };
const HELP = `npm run bench:ipc -- [--runs N (${DEFAULTS.runs})] [--warm-up N (${DEFAULTS.warmUp})] [--json] [--write]\n`;

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), DEFAULTS);
  if (!options) return void process.stdout.write(HELP);
  const all = [];
  for (const transport of TRANSPORTS) {
    const runners = KINDS.map((kind) => ({
      name: kind,
      run: () => within(transport, measure(transport, kind)),
    }));
    all.push({ transport, results: await rounds(runners, options, () => {}) });
  }
  if (options.json) return console.log(JSON.stringify(all, undefined, 2));
  const tables = all.map(
    ({ transport, results }) => `**${transport}**\n\n${resultTable(ROWS, results, 'bare')}`,
  );
  publish('transports', options, tables, ' Both ends are processes.');
}

/** One connection, from its first message to the last, in the units of the rows. */
async function measure(transport: TransportName, kind: Kind): Promise<Record<RowName, number>> {
  await using peer = await channel(transport, kind);
  const times: Partial<Record<RowName, number>> = {};
  for (const { name, bytes, trips, perMs } of SIZES) {
    const text = 'x'.repeat(bytes);
    const samples: number[] = [];
    for (let trip = -Math.ceil(trips * WARM_UP); trip < trips; trip += 1) {
      const started = performance.now();
      await peer.roundTrip(text);
      if (trip >= 0) samples.push((performance.now() - started) * perMs);
    }
    samples.sort((a, b) => a - b);
    times[`${name}, median`] = samples[samples.length >> 1]!;
    if (name === '64 B' || name === '1 KiB' || name === '64 KiB')
      times[`${name}, 99th percentile`] = samples[Math.floor(samples.length * 0.99)]!;
  }
  const started = performance.now();
  await peer.flood();
  times.flood = performance.now() - started;
  times.memory = await peer.memory();
  return times as Record<RowName, number>;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
