import { once } from 'node:events';
import { Duplex, PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { FramedConnection } from '../../ipc/connection.ts';
import { BINARY } from '../../ipc/framing.ts';
import { encodeMessage } from '../../ipc/message-codec.ts';
import { textFraming } from '../../ipc/text-framing.ts';
import { framedConnectionContract } from './framed-connection-contract.ts';
import { inMemory } from './stream-pairs.ts';
import { closed, command, event, messages } from './support.ts';

framedConnectionContract('a stream in memory', inMemory);

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

  test.each([
    ['binary', BINARY],
    ['text', textFraming()],
  ])('refuses to send what is longer than a peer would accept, in %s form', async (_name, framing) => {
    const connection = new FramedConnection(new PassThrough(), 'adapter', framing);
    expect(() => connection.send(command(1, 'x'.repeat(64 * 1024 * 1024)))).toThrow(
      expect.objectContaining({ code: 'ipc.messageUnsendable' }),
    );
    await connection.close();
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
