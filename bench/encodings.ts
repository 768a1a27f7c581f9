// What messages cost as JSON and as MessagePack: the time to write and read one, and its bytes. See docs/decisions/0025.
import { deepStrictEqual } from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { packed, unpacked } from './encodings/message-pack.ts';
import { MESSAGES } from './encodings/messages.ts';
import { resultTable } from './report/print.ts';
import { publish } from './report/publish.ts';
import { summarise } from './report/statistics.ts';

type Key = keyof typeof MESSAGES;

const KEYS = Object.keys(MESSAGES) as Key[];
const ROUNDS = 15;
/** How long one message is written and read in each round, in milliseconds. */
const SPAN = 30;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const ENCODINGS = {
  JSON: {
    write: (message: unknown) => Buffer.from(JSON.stringify(message)),
    read: (bytes: Buffer): unknown => JSON.parse(utf8.decode(bytes)),
  },
  MessagePack: { write: packed, read: unpacked },
};

/** Microseconds for one. */
function time(work: () => unknown): number {
  const start = performance.now();
  let count = 0;
  let now = start;
  while (now < start + SPAN) {
    for (let i = 0; i < 20; i += 1) work();
    count += 20;
    now = performance.now();
  }
  return ((now - start) * 1000) / count;
}

const samples = Object.entries(ENCODINGS).map(([name, { write, read }]) => ({
  name,
  write,
  read,
  written: new Map(KEYS.map((key) => [key, [] as number[]])),
  taken: new Map(KEYS.map((key) => [key, [] as number[]])),
  length: new Map(KEYS.map((key) => [key, write(MESSAGES[key].message).length])),
}));

for (let round = -1; round < ROUNDS; round += 1) {
  for (const key of KEYS) {
    for (const { write, read, written, taken } of samples) {
      const { message } = MESSAGES[key];
      const bytes = write(message);
      deepStrictEqual(read(bytes), message);
      const times = [time(() => write(message)), time(() => read(bytes))] as const;
      // The first is for V8 to warm up.
      if (round < 0) continue;
      written.get(key)!.push(times[0]);
      taken.get(key)!.push(times[1]);
    }
  }
}

const rows = (unit: string) =>
  Object.fromEntries(KEYS.map((key) => [key, { label: MESSAGES[key].label, unit }])) as Record<
    Key,
    { label: string; unit: string }
  >;

const columns = (cells: (sample: (typeof samples)[number], key: Key) => readonly number[]) =>
  samples.map((sample) => ({
    name: sample.name,
    times: Object.fromEntries(KEYS.map((key) => [key, summarise(cells(sample, key))])) as Record<
      Key,
      ReturnType<typeof summarise>
    >,
  }));

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
publish('encodings', { runs: ROUNDS, write: values.write }, [
  `To write one message\n\n${resultTable(
    rows('µs'),
    columns(({ written }, key) => written.get(key)!),
    'JSON',
  )}`,
  `To read one message\n\n${resultTable(
    rows('µs'),
    columns(({ taken }, key) => taken.get(key)!),
    'JSON',
  )}`,
  `Its length\n\n${resultTable(
    rows('bytes'),
    columns(({ length }, key) => [length.get(key)!]),
    'JSON',
  )}`,
]);
