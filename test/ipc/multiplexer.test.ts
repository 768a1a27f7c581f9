import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { Multiplexer } from '../../ipc/multiplexer.ts';
import { PieceKind, PieceReader, pieceHeader } from '../../ipc/pieces.ts';

function pair(onNoise?: (bytes: Buffer) => void) {
  const toFar = new PassThrough();
  const toNear = new PassThrough();
  return {
    near: new Multiplexer({ input: toNear, output: toFar, ...(onNoise && { onNoise }) }),
    far: new Multiplexer({ input: toFar, output: toNear }),
    toFar,
    toNear,
  };
}

const megabytes = (count: number): Buffer => Buffer.alloc(count * 1024 * 1024, 'x');

describe('Streams over one pipe', () => {
  test('carry bytes both ways, each its own', async () => {
    const { near, far } = pair();
    near.stream(1).end('one');
    near.stream(2).end('two');
    far.stream(2).end('back');
    expect(await text(far.stream(1))).toBe('one');
    expect(await text(far.stream(2))).toBe('two');
    expect(await text(near.stream(2))).toBe('back');
  });

  test('a large text arrives whole, and nobody holds more of it than was agreed', async () => {
    const { near, far, toFar } = pair();
    near.stream(1).write(megabytes(9));
    await new Promise((resolve) => setImmediate(resolve));
    expect(far.stream(1).readableLength + toFar.readableLength).toBeLessThan(2 * 1024 * 1024);
    near.stream(1).end();
    expect((await text(far.stream(1))).length).toBe(9 * 1024 * 1024);
  });

  test('one that nobody reads holds up no other', async () => {
    const { near, far } = pair();
    near.stream(1).write(megabytes(9));
    near.stream(2).end('urgent');
    expect(await text(far.stream(2))).toBe('urgent');
  });

  test('one that is destroyed on one side ends on the other, which can still read what came', async () => {
    const { near, far } = pair();
    const stream = near.stream(1);
    await new Promise<void>((resolve) => stream.write('last words', () => resolve()));
    stream.destroy();
    const other = far.stream(1);
    expect(await text(other)).toBe('last words');
    if (!other.closed) await once(other, 'close');
  });

  test('all end when the pipe does, with what they had received', async () => {
    const { near, far, toFar } = pair();
    await new Promise<void>((resolve) => near.stream(1).write('so far', () => resolve()));
    toFar.end();
    const reason = await new Promise<Error>((resolve) => far.onClose(resolve));
    expect(reason).toMatchObject({ code: 'ipc.peerClosed' });
    expect(await text(far.stream(1))).toBe('so far');
    expect(await text(far.stream(7))).toBe('');
  });

  test('what others write between pieces is passed on, and harms nothing', async () => {
    const noise: Buffer[] = [];
    const { near, far, toNear } = pair((bytes) => noise.push(bytes));
    far.stream(1).write('a');
    toNear.write('Warning: the clock is slow\n');
    far.stream(1).end('b');
    expect(await text(near.stream(1))).toBe('ab');
    expect(Buffer.concat(noise).toString()).toBe('Warning: the clock is slow\n');
  });

  test('however the bytes are cut', async () => {
    const noise: Buffer[] = [];
    const { near, toNear } = pair((bytes) => noise.push(bytes));
    const bytes = Buffer.concat([
      Buffer.from('no\0ise'),
      pieceHeader(PieceKind.data, 1, 4),
      Buffer.from('data'),
      Buffer.from('more'),
      pieceHeader(PieceKind.end, 1, 0),
    ]);
    for (const byte of bytes) toNear.write(Buffer.from([byte]));
    expect(await text(near.stream(1))).toBe('data');
    expect(Buffer.concat(noise).toString()).toBe('no\0isemore');
  });

  test('a piece that nobody can have sent ends them all', async () => {
    const { near, toNear } = pair();
    toNear.write(pieceHeader(PieceKind.data, 1, 0xffffffff));
    expect(await new Promise((resolve) => near.onClose(resolve))).toMatchObject({ code: 'pipe.garbled' });
  });
});

test('what is no piece is handed on at once, also when it comes in small parts', () => {
  let noise = '';
  const reader = new PieceReader((bytes) => {
    noise += bytes.toString();
  });
  const outputs = ['Pass', 'word', ': ', '\0D', 'x'].map((text) => {
    expect([...reader.push(Buffer.from(text))]).toEqual([]);
    return noise;
  });
  expect(outputs).toEqual(['Pass', 'Password', 'Password: ', 'Password: ', 'Password: \0Dx']);
});
