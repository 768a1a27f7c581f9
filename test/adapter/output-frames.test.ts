import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProgramOutput } from '../../adapter/output/program-output.ts';
import type { Output, OutputStream } from '../../adapter/program/program.ts';
import { frameHeader, frameStart, type OutputRecord } from '../../protocol/output-record.ts';

const KEY = 'a-key';
const record = (entry: number): OutputRecord => ({ kind: 'log', entry, indent: 0, site: 'file:///é.js:1:1' });

const framed = (text: string, seq: number, key = KEY): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from(frameHeader(frameStart(key), record(seq), bytes.length, seq)), bytes]);
};

function reader(): { output: ProgramOutput; seen: Output[]; text: () => string } {
  const seen: Output[] = [];
  const output = new ProgramOutput((piece) => seen.push(piece), KEY);
  return { output, seen, text: () => seen.map(({ text }) => text).join('') };
}

/** `bytes` in chunks that end at the given places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

describe('framed output', () => {
  it('is the same wherever the chunks are cut', () => {
    const pieces = ['näh', '', 'x'.repeat(300), '€\n', '\x1b_a-ke', '\x1b\\'];
    const bytes = Buffer.concat(
      pieces.flatMap((text, index) => [Buffer.from(`raw ${index} ü \x1b_a-k`), framed(text, index + 1)]),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 40 }), (places) => {
        const { output, seen, text } = reader();
        for (const chunk of cut(bytes, places)) output.read('stdout', chunk);
        output.end();
        expect(text()).toBe(pieces.map((piece, index) => `raw ${index} ü \x1b_a-k${piece}`).join(''));
        expect(seen.filter((piece) => piece.record).map((piece) => piece.record!.entry)).toEqual([
          1, 2, 3, 4, 5, 6,
        ]);
      }),
    );
  });

  it('is what it was when it only looks like a frame', () => {
    const { output, text } = reader();
    const bytes = Buffer.concat([
      framed('of another session', 1, 'another'),
      Buffer.from(`${frameStart(KEY)}nonsense\x1b\\`),
      Buffer.from(`${frameStart(KEY)}${'9'.repeat(10_000)}`),
      framed('real', 1),
      Buffer.from(frameStart(KEY)),
    ]);
    output.read('stdout', bytes);
    output.end();
    expect(text()).toBe(bytes.toString().replace(frameHeader(frameStart(KEY), record(1), 4, 1), ''));
  });

  it('is reported although its program died in the middle of it', () => {
    const { output, text } = reader();
    output.read('stdout', framed('a long text', 1).subarray(0, -5));
    output.end();
    expect(text()).toBe('a long');
  });

  it('comes in the order of its numbers, whichever pipe is read first', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<OutputStream>('stdout', 'stderr'), { maxLength: 30 }),
        fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
        (streams, choices) => {
          const { output, text } = reader();
          const queues = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
          for (const [index, stream] of streams.entries())
            queues[stream].push(framed(`${index} `, index + 1));
          for (const choice of choices) {
            const stream = choice ? 'stdout' : 'stderr';
            const chunk = queues[stream].shift();
            if (chunk) output.read(stream, chunk);
          }
          for (const stream of ['stderr', 'stdout'] as const) {
            for (const chunk of queues[stream]) output.read(stream, chunk);
          }
          expect(text()).toBe(streams.map((_, index) => `${index} `).join(''));
        },
      ),
    );
  });

  it('does not wait for ever for a number that was never written', () => {
    const { output, text } = reader();
    output.read('stdout', framed('a', 1));
    output.read('stdout', framed('c', 3));
    expect(text()).toBe('a');
    const bothRead = output.expectBoth();
    output.read('stdout', framed('e', 5));
    bothRead();
    expect(text()).toBe('ac');
    output.read('stderr', framed('f', 6));
    expect(text()).toBe('acef');
  });
});
