import { once } from 'node:events';
import { Duplex, PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { FramedConnection } from '../../ipc/connection.ts';
import { encodeMessage } from '../../ipc/message-codec.ts';
import { errors, type TandemError } from '../../protocol/errors.ts';
import { encodeFrame, FrameKind } from '../../protocol/frame.ts';
import type { Message } from '../../protocol/messages.ts';
import {
  closed,
  command,
  event,
  expectNoLeaks,
  LIMIT_MS,
  messages,
  pair,
  rawPair,
  TRANSPORTS,
} from './support.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe.each(TRANSPORTS)('a connection over %s', (transport) => {
  expectNoLeaks();

  test('carries messages both ways, in order', async () => {
    await using ends = await pair(transport);
    for (let seq = 1; seq <= 100; seq += 1) {
      ends.adapter.send(command(seq, { text: 'é🐍' }));
      ends.launcher.send(event(seq));
    }
    const [commands, events] = await Promise.all([messages(ends.launcher, 100), messages(ends.adapter, 100)]);
    expect(commands).toEqual(Array.from({ length: 100 }, (_, index) => command(index + 1, { text: 'é🐍' })));
    expect(events).toEqual(Array.from({ length: 100 }, (_, index) => event(index + 1)));
  });

  test('carries a message that is much longer than a chunk', async () => {
    await using ends = await pair(transport);
    const body = { text: 'x'.repeat(5_000_000) };
    ends.launcher.send(event(1, body));
    expect(await messages(ends.adapter, 1)).toEqual([event(1, body)]);
  });

  test('writes one message in one call', async () => {
    await using ends = await rawPair(transport);
    ends.adapter.send(command(1, { text: 'é' }));
    const [chunk] = await once(ends.peer, 'data');
    expect(chunk).toEqual(encodeMessage('command', command(1, { text: 'é' })));
  });

  test('keeps messages while nobody listens, also between two listeners', async () => {
    await using ends = await rawPair(transport);
    ends.peer.write(Buffer.concat([1, 2, 3, 4].map((seq) => encodeMessage('event', event(seq)))));
    expect(await messages(ends.adapter, 1)).toEqual([event(1)]);
    expect(await messages(ends.adapter, 2)).toEqual([event(2), event(3)]);
    ends.peer.write(encodeMessage('event', event(5)));
    expect(await messages(ends.adapter, 2)).toEqual([event(4), event(5)]);
  });

  test('survives a listener that throws, and reports it', async () => {
    await using ends = await rawPair(transport);
    const warning = once(process, 'warning');
    ends.adapter.onMessage(() => {
      throw new Error('a bug in a listener');
    });
    const received = messages(ends.adapter, 2);
    ends.peer.write(Buffer.concat([encodeMessage('event', event(1)), encodeMessage('event', event(2))]));
    expect(await received).toEqual([event(1), event(2)]);
    expect(await warning).toMatchObject([{ message: 'a bug in a listener' }]);
  });

  test('delivers everything before it reports that the peer has gone', async () => {
    await using ends = await rawPair(transport);
    const log: unknown[] = [];
    const count = 20_000;
    for (let seq = 1; seq <= count; seq += 1) ends.peer.write(encodeMessage('event', event(seq)));
    ends.peer.end();
    ends.adapter.onMessage(({ seq }) => log.push(seq));
    const reason = await closed(ends.adapter);
    expect(reason.code).toBe('ipc.peerClosed');
    expect(log).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  });

  test('hears the last words of a peer that has gone, although a write fails first', async () => {
    await using ends = await rawPair(transport);
    const received = messages(ends.adapter, 2);
    ends.peer.write(Buffer.concat([encodeMessage('event', event(1)), encodeMessage('event', event(2))]));
    ends.peer.destroy();
    // The socket is closed in this tick, so these are written before anything can be read.
    await new Promise<void>((resolve) => process.nextTick(resolve));
    for (let seq = 1; seq <= 3; seq += 1) ends.adapter.send(command(seq));
    const [said, reason] = await Promise.all([received, closed(ends.adapter)]);
    expect(said).toEqual([event(1), event(2)]);
    expect(reason.code).toMatch(/^ipc\.(lost|peerClosed)$/);
  });

  test('delivers everything to a listener that comes after the end', async () => {
    await using ends = await rawPair(transport);
    ends.peer.end(Buffer.concat([encodeMessage('event', event(1)), utf8('oops')]));
    await closed(ends.adapter);
    const log: string[] = [];
    ends.adapter.onClose(({ code }) => log.push(code));
    ends.adapter.onMessage(({ seq }) => log.push(`message ${seq}`));
    await closed(ends.adapter);
    expect(log).toEqual(['message 1', 'frame.magic']);
  });

  test('writes what was sent before it closes', async () => {
    await using ends = await pair(transport);
    const body = { text: 'x'.repeat(1_000_000) };
    const received = messages(ends.adapter, 2);
    ends.launcher.send(event(1, body));
    ends.launcher.send(event(2));
    await ends.launcher.close();
    expect(await received).toEqual([event(1, body), event(2)]);
    expect((await closed(ends.adapter)).code).toBe('ipc.peerClosed');
  });

  test('closes once, with the first reason, in the same tick', async () => {
    await using ends = await pair(transport);
    const reasons: TandemError[] = [];
    const received = vi.fn<(message: Message) => void>();
    ends.adapter.onClose((reason) => reasons.push(reason));
    ends.adapter.onMessage(received);
    ends.launcher.send(event(1));
    const first = errors.ipcDisposed();
    const closing = ends.adapter.close(first);
    expect(ends.adapter.closed).toBe(true);
    expect(reasons).toEqual([first]);
    await Promise.all([closing, ends.adapter.close(errors.peerClosed()), closed(ends.launcher)]);
    ends.adapter.send(command(1));
    expect(reasons).toEqual([first]);
    expect(await closed(ends.adapter)).toBe(first);
    expect(received).not.toHaveBeenCalled();
  });

  test('is not disturbed by what arrives after a listener has closed it', async () => {
    await using ends = await rawPair(transport);
    const last = command(1, 'x'.repeat(5_000_000));
    ends.adapter.onMessage(() => {
      ends.adapter.send(last);
      void ends.adapter.close();
      ends.adapter.send(command(2));
    });
    ends.peer.write(Buffer.concat([encodeMessage('event', event(1)), utf8('oops')]));
    const chunks: Buffer[] = [];
    ends.peer.on('data', (chunk) => {
      if (chunks.length === 0) ends.peer.write('oops');
      chunks.push(chunk);
    });
    await once(ends.peer, 'close');
    expect(Buffer.concat(chunks).equals(encodeMessage('command', last))).toBe(true);
  });

  test('drops what was not delivered when it closes', async () => {
    await using ends = await rawPair(transport);
    ends.peer.write(Buffer.concat([encodeMessage('event', event(1)), encodeMessage('event', event(2))]));
    await messages(ends.adapter, 1);
    await ends.adapter.close();
    const received = vi.fn<(message: Message) => void>();
    ends.adapter.onMessage(received);
    await closed(ends.adapter);
    expect(received).not.toHaveBeenCalled();
  });

  test('reports a peer that died before the connection was made', async () => {
    await using ends = await rawPair(transport);
    const stream = ends.peer;
    stream.destroy();
    await once(stream, 'close');
    const late = new FramedConnection(stream, 'launcher');
    expect((await closed(late)).code).toBe('ipc.peerClosed');
    await late.close();
  });

  test('refuses to send what is not JSON or too long, and lives on', async () => {
    await using ends = await pair(transport);
    const cycle: unknown[] = [];
    cycle.push(cycle);
    const unsendable = expect.objectContaining({ code: 'ipc.messageUnsendable' });
    expect(() => ends.adapter.send(command(1, cycle))).toThrow(unsendable);
    expect(() => ends.adapter.send(command(1, 1n))).toThrow(unsendable);
    expect(() => ends.adapter.send(command(1, 'x'.repeat(64 * 1024 * 1024)))).toThrow(unsendable);
    ends.adapter.send(command(1));
    expect(await messages(ends.launcher, 1)).toEqual([command(1)]);
  });

  test('flushes to a peer that reads', async () => {
    await using ends = await pair(transport);
    expect(await ends.adapter.flush(0)).toBe(true);
    ends.launcher.onMessage(() => {});
    ends.adapter.send(command(1, 'x'.repeat(5_000_000)));
    expect(await ends.adapter.flush(LIMIT_MS)).toBe(true);
  });

  test('neither flush nor close waits for ever for a peer that does not read', async () => {
    await using ends = await rawPair(transport);
    ends.peer.pause();
    ends.adapter.send(command(1, 'x'.repeat(30_000_000)));
    expect(await ends.adapter.flush(1)).toBe(false);
    const flushing = ends.adapter.flush(Number.POSITIVE_INFINITY);
    await ends.adapter.close();
    expect(await flushing).toBe(false);
  });

  test('gives up a peer that resets the connection', async () => {
    await using ends = await rawPair(transport);
    // Closing with unread data resets on both kinds of socket.
    ends.adapter.send(command(1));
    await once(ends.peer, 'readable');
    if (transport === 'tcp') ends.peer.resetAndDestroy();
    else ends.peer.destroy();
    expect((await closed(ends.adapter)).code).toMatch(/^ipc\.(lost|peerClosed)$/);
  });

  const payload = (text: string) => encodeFrame(FrameKind.event, utf8(text));

  test.each([
    ['frame.magic', utf8('GET / HTTP/1.1\r\n\r\n')],
    ['frame.version', Uint8Array.of(0x44, 0x50, 2, 1, 0, 0, 0, 0)],
    ['frame.kind', Uint8Array.of(0x44, 0x50, 1, 3, 0, 0, 0, 0)],
    ['frame.tooLong', Uint8Array.of(0x44, 0x50, 1, 1, 255, 255, 255, 255)],
    ['frame.direction', encodeMessage('command', command(2))],
    ['frame.payload', payload('{"seq":')],
    ['frame.payload', payload('{"type":"event","event":"output"}')],
    ['frame.payload', encodeFrame(FrameKind.event, Uint8Array.of(0x22, 0xff, 0x22))],
  ])('ends with %s and keeps what came before', async (code, bytes) => {
    await using ends = await rawPair(transport);
    const received = messages(ends.adapter, 1);
    ends.peer.write(
      Buffer.concat([encodeMessage('event', event(1)), bytes, encodeMessage('event', event(2))]),
    );
    expect(await received).toEqual([event(1)]);
    expect((await closed(ends.adapter)).code).toBe(code);
    await once(ends.peer.resume(), 'close');
  });

  test('reports a frame that the end of the stream cut off', async () => {
    await using ends = await rawPair(transport);
    ends.peer.end(encodeMessage('event', event(1)).subarray(0, -1));
    expect(await closed(ends.adapter)).toMatchObject({ code: 'frame.truncated', message: /1 bytes short/ });
  });

  test('holds a peer to the payload limit of the moment', async () => {
    await using ends = await rawPair(transport);
    ends.adapter.maxPayload = 100;
    const long = encodeMessage('event', event(2, 'x'.repeat(100)));
    ends.adapter.onMessage(() => {
      ends.adapter.maxPayload = 200;
    });
    ends.peer.write(Buffer.concat([encodeMessage('event', event(1)), long]));
    expect(await messages(ends.adapter, 2)).toHaveLength(2);
    ends.adapter.maxPayload = 100;
    ends.peer.write(long);
    expect((await closed(ends.adapter)).code).toBe('frame.tooLong');
  });
});

describe('a connection over a stream of any kind', () => {
  const frames = Buffer.concat([encodeMessage('event', event(1)), encodeMessage('event', event(2))]);

  async function withWaitingMessages() {
    const stream = new PassThrough();
    const connection = new FramedConnection(stream, 'adapter');
    const pause = once(stream, 'pause');
    stream.write(frames);
    await pause;
    return { stream, connection };
  }

  test('holds the peer back while its messages wait', async () => {
    const { stream, connection } = await withWaitingMessages();
    expect(stream.isPaused()).toBe(true);
    expect(await messages(connection, 2)).toEqual([event(1), event(2)]);
    expect(stream.isPaused()).toBe(false);
    await connection.close();
  });

  test('delivers what waits before it reports an end that comes in the same tick', async () => {
    const { stream, connection } = await withWaitingMessages();
    const log: unknown[] = [];
    const end = closed(connection);
    connection.onClose(({ code }) => log.push(code));
    // A 'close' event comes before any microtask.
    process.nextTick(() => connection.onMessage(({ seq }) => log.push(seq)));
    stream.destroy();
    await end;
    expect(log).toEqual([1, 2, 'ipc.peerClosed']);
  });

  const unwritable = () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    return new Duplex({
      read() {},
      write: (_chunk, _encoding, done) => done(new Error('no reader')),
    });
  };

  test('waits for the last words of a peer that cannot be written to, but not for ever', async () => {
    const connection = new FramedConnection(unwritable(), 'adapter');
    const end = closed(connection);
    connection.send(command(1));
    await vi.advanceTimersByTimeAsync(999);
    expect(connection.closed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await end).toMatchObject({ code: 'ipc.lost', message: /no reader/ });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('waits no longer than until the end', async () => {
    const stream = unwritable();
    const connection = new FramedConnection(stream, 'adapter');
    connection.send(command(1));
    expect(vi.getTimerCount()).toBe(1);
    stream.push(null);
    expect((await closed(connection)).code).toBe('ipc.peerClosed');
    await connection.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each(['is called back without an error', 'is never called back'])(
    'does not take a write for done that %s when the stream is destroyed',
    async (manner) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      onTestFinished(() => void vi.useRealTimers());
      const writes: ((failure?: Error | null) => void)[] = [];
      const stream = new Duplex({
        read() {},
        writev: (_chunks, done) => void writes.push(done),
        destroy(failure, done) {
          if (manner === 'is called back without an error') writes.at(-1)?.(null);
          done(failure);
        },
      });
      const connection = new FramedConnection(stream, 'adapter');
      connection.send(command(1));
      connection.send(command(2));
      const flushing = connection.flush(60_000);
      // The second message and the mark behind it are now one write.
      writes[0]?.();
      await setImmediate();
      expect(writes).toHaveLength(2);
      stream.destroy();
      expect(await flushing).toBe(false);
      await connection.close();
      expect(vi.getTimerCount()).toBe(0);
    },
  );
});
