import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TandemError } from '../../protocol/errors.ts';
import { encodeLines, LineDecoder, MAX_LINE, type Piece } from '../../protocol/text-form.ts';
import { cut } from './pieces.ts';

interface Result {
  readonly payloads: string[];
  readonly output: string;
  readonly error: string | undefined;
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** What a decoder makes of a stream that arrives in these pieces, its end included. */
function decode(chunks: Iterable<Uint8Array>, maxPayload?: number): Result {
  const decoder = new LineDecoder(maxPayload);
  const payloads: string[] = [];
  let output = '';
  const take = (pieces: Iterable<Piece>) => {
    for (const piece of pieces) {
      if (piece.output) output += latin1(piece.output);
      else payloads.push(latin1(piece.payload));
    }
  };
  try {
    for (const chunk of chunks) take(decoder.push(chunk));
    take(decoder.end());
    return { payloads, output, error: undefined };
  } catch (thrown) {
    if (!(thrown instanceof TandemError)) throw thrown;
    return { payloads, output, error: thrown.code };
  }
}

/** As JSON is: no control characters, and no backslash at the end. */
const payloads = fc
  .string({ unit: 'grapheme', maxLength: 3 * MAX_LINE })
  .map((text) => Buffer.from(JSON.stringify(text)));

/** Output with a bias to what looks like the beginning of a line of ours. */
const outputs = fc.oneof(
  fc.uint8Array({ maxLength: 20 }),
  fc
    .array(fc.constantFrom('\x1e', '\x1eDBG', 'DBGP: ', '\x1eDBGP:', '\n', '\\\n', '{}'), { maxLength: 6 })
    .map((parts) => Buffer.from(parts.join(''), 'latin1'))
    .filter((bytes) => !bytes.includes('\x1eDBGP: ')),
);

describe('the text form', () => {
  test('takes nothing from the output and adds nothing, however it comes in pieces', () => {
    const streams = fc.array(fc.record({ output: outputs, payload: payloads }), { maxLength: 5 });
    fc.assert(
      fc.property(streams, outputs, fc.infiniteStream(fc.nat()), (parts, rest, random) => {
        const bytes = Buffer.concat([
          ...parts.flatMap(({ output, payload }) => [output, encodeLines(payload)]),
          rest,
        ]);
        const offsets = Array.from({ length: 12 }, () => random.next().value % (bytes.length + 1));
        expect(decode(cut(bytes, offsets))).toEqual({
          payloads: parts.map(({ payload }) => latin1(payload)),
          output: [...parts.map(({ output }) => latin1(output)), latin1(rest)].join(''),
          error: undefined,
        });
      }),
    );
  });

  test('lets output through between the lines of a message', () => {
    fc.assert(
      fc.property(payloads, fc.array(outputs, { minLength: 10, maxLength: 10 }), (payload, between) => {
        const lines = latin1(encodeLines(payload)).split(/(?<=\n)/);
        const used = between.slice(0, lines.length).map(latin1);
        const bytes = Buffer.from(lines.map((line, index) => (used[index] ?? '') + line).join(''), 'latin1');
        expect(decode([bytes])).toEqual({
          payloads: [latin1(payload)],
          output: used.join(''),
          error: undefined,
        });
      }),
    );
  });

  test('has no line that a pipe might take in two pieces', () => {
    for (const length of [1, 503, 504, 505, 5000]) {
      const lines = latin1(encodeLines(Buffer.alloc(length, 'x'))).split(/(?<=\n)/);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(MAX_LINE);
      expect(decode([Buffer.from(lines.join(''))]).payloads).toEqual(['x'.repeat(length)]);
    }
  });

  test('hands output on at once, except what may be the beginning of a message', () => {
    const decoder = new LineDecoder();
    const outputOf = (text: string) =>
      [...decoder.push(Buffer.from(text))].map(({ output }) => latin1(output!));
    expect(outputOf('a prompt> ')).toEqual(['a prompt> ']);
    expect(outputOf('line\n')).toEqual(['line\n']);
    expect(outputOf('\x1eDB')).toEqual([]);
    expect(outputOf('!')).toEqual(['\x1eDB', '!']);
  });

  test('never crashes on any bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.uint8Array({ maxLength: 64 }).map((tail) => Buffer.concat([Buffer.from('\x1eDBGP: '), tail])),
    );
    fc.assert(
      fc.property(bytes, (bytes) => {
        const whole = decode([bytes], 40);
        expect(
          decode(
            [...bytes].map((byte) => Uint8Array.of(byte)),
            40,
          ),
        ).toEqual(whole);
      }),
    );
  });

  test('holds a message to the limit that there was when it began, and refuses whatever follows', () => {
    const decoder = new LineDecoder(10);
    expect([...decoder.push(Buffer.from('\x1eDBGP: 12345'))]).toEqual([]);
    decoder.maxPayload = 4;
    expect([...decoder.push(Buffer.from('67890\n'))]).toHaveLength(1);
    const tooLong = expect.objectContaining({ code: 'frame.tooLong' });
    expect(() => [...decoder.push(Buffer.from('\x1eDBGP: 12345'))]).toThrow(tooLong);
    expect(() => [...decoder.push(Buffer.from('output'))]).toThrow(tooLong);
    expect([...decoder.end()]).toEqual([]);
  });

  test('counts neither what continues a line nor what a terminal adds', () => {
    expect(decode([Buffer.from('\x1eDBGP: 12\\\r\n\x1eDBGP: 34\r\n')], 4)).toEqual({
      payloads: ['1234'],
      output: '',
      error: undefined,
    });
  });

  test('works in a time that is linear in the input', () => {
    const payload = Buffer.alloc(1_000_000, 'x');
    const bytes = Buffer.concat([Buffer.alloc(1_000_000, '\x1e'), encodeLines(payload)]);
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += 1) chunks.push(bytes.subarray(at, at + 1));
    expect(decode(chunks).payloads[0]).toHaveLength(payload.length);
  });
});
