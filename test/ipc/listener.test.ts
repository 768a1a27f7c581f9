import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { connect } from '../../ipc/connect.ts';
import { tcp } from '../../ipc/transports/tcp.ts';
import { errors } from '../../protocol/errors.ts';
import { expectNoLeaks, LIMIT_MS } from './support.ts';

const listenerOnAnyPort = () => tcp.listen({ transport: 'tcp' });

describe('a listener', () => {
  expectNoLeaks();

  test('says what to do when it is asked for a client before it listens', async () => {
    await using listener = await listenerOnAnyPort();
    expect(() => listener.endpoint).toThrow('call startListening first');
    await expect(listener.waitForClient(LIMIT_MS)).rejects.toMatchObject({ code: 'ipc.notListening' });
  });

  test('listens before anyone waits, and keeps who came', async () => {
    await using listener = await listenerOnAnyPort();
    await listener.startListening();
    using client = disposable(await connect(listener.endpoint));
    client.socket.write('first words');
    const accepted = await listener.waitForClient(LIMIT_MS);
    expect(String((await once(accepted, 'data'))[0])).toBe('first words');
    accepted.destroy();
  });

  test('starts once, also when asked twice at a time', async () => {
    await using listener = await listenerOnAnyPort();
    await Promise.all([listener.startListening(), listener.startListening()]);
    const { endpoint } = listener;
    expect(endpoint).toMatchObject({ transport: 'tcp', host: '127.0.0.1', port: expect.any(Number) });
    await listener.startListening();
    expect(listener.endpoint).toEqual(endpoint);
  });

  test('accept starts and waits', async () => {
    await using listener = await listenerOnAnyPort();
    await expect(listener.accept(1)).rejects.toMatchObject({
      code: 'ipc.acceptTimeout',
      message: /within 1 ms/,
    });
    const accepting = listener.accept(LIMIT_MS);
    using _client = disposable(await connect(listener.endpoint));
    (await accepting).destroy();
  });

  test('forgets a client that dies while nobody waits', async () => {
    await using listener = await listenerOnAnyPort();
    await listener.startListening();
    using dead = disposable(await connect(listener.endpoint));
    (dead.socket as Socket).resetAndDestroy();
    // The listener hears of the arrival in one turn of the event loop and of the reset in another.
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
    using alive = disposable(await connect(listener.endpoint));
    alive.socket.write('alive');
    using taken = disposable(await listener.waitForClient(LIMIT_MS));
    expect(String((await once(taken.socket, 'data'))[0])).toBe('alive');
  });

  test('close rejects every wait, now and later, with one reason', async () => {
    const listener = await listenerOnAnyPort();
    await listener.startListening();
    const reason = errors.ipcDisposed();
    const waits = [listener.waitForClient(LIMIT_MS), listener.waitForClient(Number.POSITIVE_INFINITY)];
    const results = Promise.allSettled(waits);
    await listener.close(reason);
    await listener.close();
    expect(await results).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    await expect(listener.waitForClient(LIMIT_MS)).rejects.toBe(reason);
    await expect(listener.startListening()).rejects.toBe(reason);
  });

  test('close drops the clients that nobody took and spares the others', async () => {
    const listener = await listenerOnAnyPort();
    await listener.startListening();
    using taken = disposable(await connect(listener.endpoint));
    const accepted = await listener.waitForClient(LIMIT_MS);
    using dropped = disposable(await connect(listener.endpoint));
    dropped.socket.resume();
    await Promise.all([listener.close(), once(dropped.socket, 'close')]);
    accepted.write('still here');
    expect(String((await once(taken.socket, 'data'))[0])).toBe('still here');
    accepted.destroy();
  });

  test('close while starting leaves nothing', async () => {
    const listener = await listenerOnAnyPort();
    const starting = listener.startListening();
    const outcome = expect(starting).rejects.toMatchObject({ code: 'ipc.listenerClosed' });
    await listener.close();
    await outcome;
  });

  test('reports a port that is taken', async () => {
    await using first = await listenerOnAnyPort();
    await first.startListening();
    const second = await tcp.listen(first.endpoint);
    await expect(second.startListening()).rejects.toMatchObject({
      code: 'ipc.listenFailed',
      message: /EADDRINUSE/,
    });
  });
});

function disposable<S extends Duplex>(socket: S) {
  socket.on('error', () => {});
  return { socket, [Symbol.dispose]: () => void socket.destroy() };
}
