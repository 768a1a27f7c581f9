import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BINARY, type Framing } from '../../ipc/framing.ts';
import { textFraming } from '../../ipc/text-framing.ts';
import { writeHeader } from '../../protocol/frame.ts';
import type { Said } from '../../protocol/messages.ts';
import { cut, decodeAll } from './pieces.ts';

const LIMIT = 64 * 1024;

function decode(framing: Framing, chunks: readonly Uint8Array[]) {
  const decoder = framing.decoder('event');
  decoder.maxPayload = LIMIT;
  return decodeAll(decoder, chunks, (message) => message);
}

const bodies = fc.array(fc.jsonValue({ maxDepth: 2 }), { minLength: 1, maxLength: 5 });
const offsets = fc.array(fc.nat(), { maxLength: 8 });
const saidOf = (bodies: readonly unknown[]): Said[] =>
  bodies.map((body, index): Said => ({ seq: index + 1, type: 'event', event: 'output', body }));
const asInJson = (said: readonly Said[]): unknown => JSON.parse(JSON.stringify(said));

describe.each([
  ['binary', BINARY],
  ['text', textFraming()],
])('a stream in the %s form', (name, framing) => {
  const written = (said: readonly Said[]) => Buffer.concat(said.map((one) => framing.encode('event', one)));

  test('that is cut off gives all that was whole, and says that it is truncated', () => {
    fc.assert(
      fc.property(bodies, fc.nat(), offsets, (bodies, at, cuts) => {
        const said = saidOf(bodies);
        const lengths = said.map((one) => written([one]).length);
        const bytes = written(said);
        const end = at % (bytes.length + 1);
        let whole = 0;
        for (let rest = end; whole < said.length && rest >= lengths[whole]!; whole += 1)
          rest -= lengths[whole]!;
        const { messages, error } = decode(framing, cut(bytes.subarray(0, end), cuts));
        expect(messages).toEqual(asInJson(said.slice(0, whole)));
        const left = end - lengths.slice(0, whole).reduce((sum, length) => sum + length, 0);
        // What might be the beginning of a mark might also be output.
        const isBegun = name === 'binary' ? left > 0 : left > '\x1eDBGP:'.length;
        expect(error).toBe(isBegun ? 'frame.truncated' : undefined);
      }),
    );
  });

  test('with a changed bit gives what was before it, and then nothing but errors that have a name', () => {
    fc.assert(
      fc.property(bodies, fc.nat(), fc.nat(7), offsets, (bodies, at, bit, cuts) => {
        const said = saidOf(bodies);
        const bytes = written(said);
        const spot = at % bytes.length;
        bytes[spot]! ^= 1 << bit;
        let before = 0;
        for (let end = 0; before < said.length; before += 1) {
          end += written([said[before]!]).length;
          if (end > spot) break;
        }
        const whole = decode(framing, [bytes]);
        expect(whole.messages.slice(0, before)).toEqual(asInJson(said.slice(0, before)));
        expect(whole.error ?? 'frame.').toMatch(/^frame\./);
        expect(decode(framing, cut(bytes, cuts))).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });
});

/** What is alive, in bytes. */
function alive(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const header = (length: number): Uint8Array => {
  const bytes = new Uint8Array(8);
  writeHeader(bytes, 1, length);
  return bytes;
};

describe('a stream without an end', () => {
  test.each([
    ['binary', BINARY, header(LIMIT)],
    ['text', textFraming(), Buffer.from('\x1eDBGP: ')],
  ])('keeps no more than the limit allows, in the %s form', (_, framing, beginning) => {
    const decoder = framing.decoder('event');
    decoder.maxPayload = LIMIT;
    const chunk = () => Buffer.alloc(64, '1');
    const before = alive();
    const push = (bytes: Uint8Array) => [...decoder.push(bytes)];
    push(beginning);
    for (let sent = 0; sent + 64 < LIMIT; sent += 64) push(chunk());
    expect(alive() - before).toBeLessThan(16 * LIMIT);
    const flood = () => {
      for (let sent = 0; sent < 64 * LIMIT; sent += 64) push(chunk());
    };
    expect(flood).toThrow(expect.objectContaining({ code: expect.stringMatching(/^frame\./) }));
    expect(alive() - before).toBeLessThan(16 * LIMIT);
  });
});
