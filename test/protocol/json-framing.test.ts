import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AnyDecoder } from '../../protocol/json-framing/any.ts';
import { CONTENT_LENGTH } from '../../protocol/json-framing/content-length.ts';
import type { JsonFraming } from '../../protocol/json-framing/framing.ts';
import { HEX_LENGTH } from '../../protocol/json-framing/hex-length.ts';
import { LINES } from '../../protocol/json-framing/lines.ts';
import { cut, decodeAll } from './pieces.ts';

const FRAMINGS: readonly JsonFraming[] = [LINES, HEX_LENGTH, CONTENT_LENGTH];

const decode = (framing: JsonFraming, chunks: Iterable<Uint8Array>, maxBytes?: number) =>
  decodeAll(framing.decoder(maxBytes), chunks, (message) => message);

const single = (bytes: Uint8Array): Uint8Array[] => [...bytes].map((byte) => Uint8Array.of(byte));
const objects = fc
  .dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 2 }))
  .map((value) => JSON.stringify(value));
const cuts = fc.array(fc.nat(), { maxLength: 8 });

describe.each(FRAMINGS.map((framing) => [framing.name, framing] as const))('messages as %s', (_, framing) => {
  const bytesOf = (messages: readonly string[]): Buffer =>
    Buffer.concat(messages.map((message) => Buffer.from(framing.encode(message))));
  const longest = (messages: readonly string[]): number =>
    Math.max(...messages.map((message) => Buffer.byteLength(message)));

  test('come out as they went in, however they come in pieces', () => {
    fc.assert(
      fc.property(fc.array(objects, { maxLength: 5 }), cuts, (messages, offsets) => {
        const whole = { messages, error: undefined };
        expect(decode(framing, cut(bytesOf(messages), offsets))).toEqual(whole);
        expect(decode(framing, single(bytesOf(messages)))).toEqual(whole);
      }),
    );
  });

  test('that are cut off give all that was whole, and the error that says so', () => {
    fc.assert(
      fc.property(
        fc.array(objects, { minLength: 1, maxLength: 4 }),
        fc.nat(),
        cuts,
        (messages, at, offsets) => {
          const bytes = bytesOf(messages);
          const end = at % bytes.length;
          let count = 0;
          while (bytesOf(messages.slice(0, count + 1)).length <= end) count += 1;
          const isBetween = bytesOf(messages.slice(0, count)).length === end;
          expect(decode(framing, cut(bytes.subarray(0, end), offsets))).toEqual({
            messages: messages.slice(0, count),
            error: isBetween ? undefined : 'frame.truncated',
          });
        },
      ),
    );
  });

  test('are held to a limit', () => {
    fc.assert(
      fc.property(fc.array(objects, { minLength: 1, maxLength: 4 }), cuts, (messages, offsets) => {
        const limit = longest(messages);
        const chunks = cut(bytesOf(messages), offsets);
        expect(decode(framing, chunks, limit)).toEqual({ messages, error: undefined });
        const tooLong = messages.findIndex((message) => Buffer.byteLength(message) === limit);
        expect(decode(framing, chunks, limit - 1)).toEqual({
          messages: messages.slice(0, tooLong),
          error: 'frame.tooLong',
        });
      }),
    );
  });

  test('are cut from any bytes in the same way, however those come in pieces', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.tuple(objects, fc.uint8Array({ maxLength: 32 })).map(([message, rest]) => {
        return Buffer.concat([bytesOf([message]), rest]);
      }),
      fc.tuple(objects, fc.nat(), fc.nat(7)).map(([message, at, bit]) => {
        const bytes = bytesOf([message]);
        bytes[at % bytes.length]! ^= 1 << bit;
        return bytes;
      }),
    );
    fc.assert(
      fc.property(bytes, cuts, (bytes, offsets) => {
        const whole = decode(framing, [bytes], 48);
        expect(whole.error ?? 'frame.').toMatch(/^frame\./);
        expect(decode(framing, cut(bytes, offsets), 48)).toEqual(whole);
        expect(decode(framing, single(bytes), 48)).toEqual(whole);
      }),
    );
  });

  test('that are not UTF-8 are refused, and so is whatever follows', () => {
    const bytes = bytesOf(['{"a":1}', '{"b":"?"}', '{"c":3}']);
    bytes[bytes.indexOf('?')] = 0xff;
    const decoder = framing.decoder();
    const messages: string[] = [];
    const push = (chunk: Uint8Array): void => {
      for (const message of decoder.push(chunk)) messages.push(message);
    };
    const refusal = expect.objectContaining({ code: 'frame.payload' });
    expect(() => push(bytes)).toThrow(refusal);
    expect(messages).toEqual(['{"a":1}']);
    expect(() => push(bytesOf(['{}']))).toThrow(refusal);
    decoder.end();
  });

  test('cost time in proportion to their length, also when they come byte by byte', () => {
    const bytes = bytesOf([JSON.stringify({ text: 'x'.repeat(400_000) })]);
    const started = performance.now();
    expect(decode(framing, single(bytes)).messages).toHaveLength(1);
    // A few hundred milliseconds; minutes, if each byte were to cost as much as those before it.
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('lines', () => {
  test('may be empty, be indented, and end as they do on Windows', () => {
    const lines = Buffer.from('\n  {"a":1}\r\n\r\n\t\n{"b":2} \n');
    expect(decode(LINES, [lines]).messages).toEqual(['{"a":1}', '{"b":2}']);
  });

  test('are refused before they have come to their end', () => {
    const decoder = LINES.decoder(8);
    expect([...decoder.push(Buffer.from('{"a":'))]).toEqual([]);
    expect(() => [...decoder.push(Buffer.from('12345'))]).toThrow(
      expect.objectContaining({ code: 'frame.tooLong' }),
    );
  });
});

describe('a length in hex digits', () => {
  test('counts bytes, may be written small, and may stand on a line of its own', () => {
    const text = Buffer.from('0000000c{"a":"\u00e4\u00f6"}\r\n00000007{"b":1}\n');
    expect(decode(HEX_LENGTH, [text])).toEqual({
      messages: ['{"a":"\u00e4\u00f6"}', '{"b":1}'],
      error: undefined,
    });
    expect(Buffer.from(HEX_LENGTH.encode('{"b":1}')).toString()).toBe('00000007{"b":1}');
  });

  test('is refused at its first wrong digit, and when it is too great', () => {
    expect(decode(HEX_LENGTH, [Buffer.from('00x')]).error).toBe('frame.length');
    expect(decode(HEX_LENGTH, [Buffer.from('FFFFFFFF')]).error).toBe('frame.tooLong');
  });
});

describe('a header with a length', () => {
  test('is read in any case, and with others beside it', () => {
    const text = Buffer.from('Content-Type: text/json\r\ncontent-length:7\r\n\r\n{"a":1}');
    expect(decode(CONTENT_LENGTH, [text])).toEqual({ messages: ['{"a":1}'], error: undefined });
    expect(Buffer.from(CONTENT_LENGTH.encode('{"b":1}')).toString()).toBe('Content-Length: 7\r\n\r\n{"b":1}');
  });

  test.each([
    ['{"a":1}', 'what is none'],
    ['Content-Type: text/json\r\n\r\n{}', 'one without a length'],
    ['Content-Length: -7\r\n\r\n{"a":1}', 'one that is no length'],
    [`X: ${'x'.repeat(2000)}`, 'one without an end'],
  ])('is refused: %#', (text) => {
    expect(decode(CONTENT_LENGTH, [Buffer.from(text)]).error).toBe('frame.header');
  });
});

describe('any framing', () => {
  const any: JsonFraming = { ...LINES, decoder: (maxBytes) => new AnyDecoder(maxBytes) };

  test('is found by the beginning of each message, where one comes with each chunk', () => {
    const spoken = fc.tuple(objects, fc.constantFrom(...FRAMINGS));
    fc.assert(
      fc.property(fc.array(spoken, { maxLength: 6 }), fc.constantFrom('', '\n', '\r\n'), (parts, end) => {
        const decoder = new AnyDecoder();
        for (const [message, framing] of parts) {
          const bytes = Buffer.concat([Buffer.from(framing.encode(message)), Buffer.from(end)]);
          expect([...decoder.push(bytes)]).toEqual([message]);
          expect(decoder.framing).toBe(framing);
        }
        decoder.end();
      }),
    );
  });

  test('is the same, however messages come in pieces', () => {
    fc.assert(
      fc.property(fc.array(objects), fc.constantFrom(...FRAMINGS), cuts, (messages, framing, offsets) => {
        const bytes = Buffer.concat(messages.map((message) => Buffer.from(framing.encode(message))));
        const whole = { messages, error: undefined };
        expect(decode(any, cut(bytes, offsets))).toEqual(whole);
        expect(decode(any, single(bytes))).toEqual(whole);
      }),
    );
  });

  test.each(['<html>', '[1]', '"text"', '\u0000'])('is none that begins as %j does', (text) => {
    expect(decode(any, [Buffer.from(text)]).error).toBe('frame.start');
  });
});
