import type { Rows } from '../report/print.ts';

/** Bytes alone; messages in frames; commands and answers over a link, as a session uses it. */
export const KINDS = ['bare', 'frames', 'link'] as const;
export type Kind = (typeof KINDS)[number];

/** The part of the round trips that goes before those that count. */
export const WARM_UP = 0.25;

const MICROSECONDS = 1000;
const MILLISECONDS = 1;

/** Round trips of one text, and in which unit they are told. */
export const SIZES = [
  { name: '64 B', bytes: 64, trips: 5000, perMs: MICROSECONDS },
  { name: '1 KiB', bytes: 1024, trips: 2000, perMs: MICROSECONDS },
  { name: '64 KiB', bytes: 64 * 1024, trips: 200, perMs: MICROSECONDS },
  { name: '1 MiB', bytes: 1024 * 1024, trips: 10, perMs: MILLISECONDS },
  { name: '16 MiB', bytes: 16 * 1024 * 1024, trips: 2, perMs: MILLISECONDS },
] as const;

/** Messages one way, as fast as the other side takes them. */
export const FLOOD = { messages: 50_000, bytes: 200 };

type Size = (typeof SIZES)[number]['name'];
export type RowName =
  | `${Size}, median`
  | `${'64 B' | '1 KiB' | '64 KiB'}, 99th percentile`
  | 'flood'
  | 'memory';

const GOALS = { frames: 1.25, link: 1.25 };

export const ROWS: Rows<RowName> = {
  '64 B, median': { label: 'there and back: 64 B', unit: 'µs', goals: GOALS },
  '64 B, 99th percentile': { label: '… 99th percentile', unit: 'µs' },
  '1 KiB, median': { label: 'there and back: 1 KiB', unit: 'µs' },
  '1 KiB, 99th percentile': { label: '… 99th percentile', unit: 'µs' },
  '64 KiB, median': { label: 'there and back: 64 KiB', unit: 'µs' },
  '64 KiB, 99th percentile': { label: '… 99th percentile', unit: 'µs' },
  '1 MiB, median': { label: 'there and back: 1 MiB' },
  '16 MiB, median': { label: 'there and back: 16 MiB' },
  flood: { label: '50,000 messages of 200 B, one way' },
  memory: { label: 'memory of the other side, after that', unit: 'MB' },
};
