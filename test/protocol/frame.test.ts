import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameDecoder, FrameKind, HEADER_LENGTH, writeHeader } from '../../protocol/frame.ts';
import { encodeFrame } from '../support/encode-frame.ts';
import { cut, decodeAll } from './pieces.ts';

interface Result {
  readonly frames: { kind: FrameKind; payload: number[] }[];
  readonly error: string | undefined;
}

function decode(chunks: Iterable<Uint8Array>, maxPayload?: number): Result {
  const { messages, error } = decodeAll(new FrameDecoder(maxPayload), chunks, ({ kind, payload }) => ({
    kind,
    payload: [...payload],
  }));
  return { frames: messages, error };
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const kinds = fc.constantFrom(FrameKind.event, FrameKind.command);
const frames = fc.array(fc.record({ kind: kinds, payload: fc.uint8Array({ maxLength: 40 }) }), {
  maxLength: 6,
});
/** Any bytes, with a bias to what looks right at first. */
const garbage = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc.uint8Array({ maxLength: 64 }).map((tail) => join([Uint8Array.of(0x44, 0x50), tail])),
  fc.uint8Array({ maxLength: 64 }).map((tail) => join([Uint8Array.of(0x44, 0x50, 1, 1, 0, 0, 0), tail])),
);
const offsetsIn = (bytes: Uint8Array) => fc.array(fc.nat(bytes.length), { maxLength: 12 });

describe('the frame decoder', () => {
  test('gives back what was encoded, at every split position', () => {
    const stream = join([
      encodeFrame(FrameKind.event, Uint8Array.of(1, 2, 3)),
      encodeFrame(FrameKind.command, Uint8Array.of()),
      encodeFrame(FrameKind.event, Uint8Array.of(4)),
    ]);
    const expected: Result = {
      frames: [
        { kind: FrameKind.event, payload: [1, 2, 3] },
        { kind: FrameKind.command, payload: [] },
        { kind: FrameKind.event, payload: [4] },
      ],
      error: undefined,
    };
    for (let at = 0; at <= stream.length; at += 1) expect(decode(cut(stream, [at]))).toEqual(expected);
    expect(decode([...stream].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
  });

  test('comes to the same result however a valid stream is cut', () => {
    const cases = frames
      .map((list) => ({ list, stream: join(list.map(({ kind, payload }) => encodeFrame(kind, payload))) }))
      .chain(({ list, stream }) =>
        fc.record({ list: fc.constant(list), stream: fc.constant(stream), at: offsetsIn(stream) }),
      );
    fc.assert(
      fc.property(cases, ({ list, stream, at }) => {
        const expected = list.map(({ kind, payload }) => ({ kind, payload: [...payload] }));
        expect(decode(cut(stream, at))).toEqual({ frames: expected, error: undefined });
      }),
    );
  });

  test('comes to the same result however garbage is cut, and throws nothing but frame errors', () => {
    const cases = garbage.chain((bytes) => fc.record({ bytes: fc.constant(bytes), at: offsetsIn(bytes) }));
    fc.assert(
      fc.property(cases, ({ bytes, at }) => {
        const whole = decode([bytes], 1024);
        expect(whole.error ?? 'frame.none').toMatch(/^frame\./);
        expect(decode(cut(bytes, at), 1024)).toEqual(whole);
      }),
    );
  });

  test('reports a stranger at its first wrong byte', () => {
    const decoder = new FrameDecoder();
    expect(() => [...decoder.push(Uint8Array.of(0x47))]).toThrow('"DP", got 0x47');
  });

  test('refuses all input after a violation, with the same error', () => {
    const decoder = new FrameDecoder();
    const good = encodeFrame(FrameKind.event, Uint8Array.of(1));
    const attempt = (chunk: Uint8Array) => {
      try {
        return [...decoder.push(chunk)];
      } catch (thrown) {
        return thrown;
      }
    };
    const violation = attempt(Uint8Array.of(0));
    expect(violation).toMatchObject({ code: 'frame.magic' });
    expect(attempt(good)).toBe(violation);
  });

  test('accepts a payload of exactly the limit and not one byte more', () => {
    const payload = new Uint8Array(16);
    const stream = encodeFrame(FrameKind.event, payload);
    expect(decode([stream], 16).error).toBeUndefined();
    expect(decode([stream], 15).error).toBe('frame.tooLong');
  });

  test('reads a length beyond 31 bits as what it is', () => {
    const header = new Uint8Array(HEADER_LENGTH);
    writeHeader(header, FrameKind.event, 0xfedcba98);
    expect(() => [...new FrameDecoder().push(header)]).toThrow(`${0xfedcba98} bytes`);
  });

  test('says how many bytes a truncated stream lacks', () => {
    const stream = encodeFrame(FrameKind.event, new Uint8Array(10));
    for (const [length, missing] of [
      [3, 5],
      [HEADER_LENGTH, 10],
      [HEADER_LENGTH + 9, 1],
    ] as const) {
      const decoder = new FrameDecoder();
      for (const _ of decoder.push(stream.subarray(0, length)));
      expect(() => decoder.end()).toThrow(`${missing} bytes short`);
    }
  });
});

/** Bytes in array buffers, with no garbage left of what ran before. */
function arrayBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().arrayBuffers;
}

describe('the memory of the frame decoder', () => {
  test('does not grow on the word of a header', () => {
    const header = new Uint8Array(HEADER_LENGTH);
    writeHeader(header, FrameKind.event, 64 * 1024 * 1024);
    const decoder = new FrameDecoder();
    const before = arrayBytes();
    for (const _ of decoder.push(header));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
  });

  test('is shared with the chunk when a frame lies in one', () => {
    const chunk = join([
      encodeFrame(FrameKind.event, Uint8Array.of(1, 2)),
      encodeFrame(FrameKind.event, Uint8Array.of(3)),
    ]);
    for (const { payload } of new FrameDecoder().push(chunk)) expect(payload.buffer).toBe(chunk.buffer);
  });

  test('is one copy when a frame came in many chunks', () => {
    const size = 4 * 1024 * 1024;
    const sent = new Uint8Array(size);
    const stream = encodeFrame(FrameKind.event, sent);
    const decoder = new FrameDecoder();
    const before = arrayBytes();
    let peak = 0;
    for (let at = 0; at < stream.length; at += 1024) {
      for (const { payload } of decoder.push(stream.subarray(at, at + 1024)))
        expect(payload.length).toBe(sent.length);
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    }
    expect(peak).toBeGreaterThan(0.9 * size);
    expect(peak).toBeLessThan(1.5 * size);
  });
});
