import { once } from 'node:events';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../ipc/connect.ts';
import type { Listener } from '../../ipc/listener.ts';
import { errors } from '../../protocol/errors.ts';
import { expectNoLeaks, LIMIT_MS } from './support.ts';

/** What every place keeps where clients arrive. */
export function listenerContract(name: string, make: () => Promise<Listener>): void {
  describe(`a listener over ${name}`, () => {
    expectNoLeaks();

    test('says what to do when it is asked for a client before it listens', async () => {
      await using listener = await make();
      expect(() => listener.endpoint).toThrow('call startListening first');
      await expect(listener.waitForClient(LIMIT_MS)).rejects.toMatchObject({ code: 'ipc.notListening' });
    });

    test('listens before anyone waits, and keeps who came', async () => {
      await using listener = await make();
      await listener.startListening();
      const client = await dial(listener);
      client.write('first words');
      const accepted = owned(await listener.waitForClient(LIMIT_MS));
      expect(String((await once(accepted, 'data'))[0])).toBe('first words');
    });

    test('starts once, also when asked twice at a time', async () => {
      await using listener = await make();
      await Promise.all([listener.startListening(), listener.startListening()]);
      const { endpoint } = listener;
      await listener.startListening();
      expect(listener.endpoint).toEqual(endpoint);
    });

    test('accept starts and waits', async () => {
      await using listener = await make();
      await expect(listener.accept(1)).rejects.toMatchObject({
        code: 'ipc.acceptTimeout',
        message: /within 1 ms/,
      });
      const accepting = listener.accept(LIMIT_MS);
      await dial(listener);
      owned(await accepting);
    });

    test('serves those who wait in their order', async () => {
      await using listener = await make();
      await listener.startListening();
      const waits = [listener.waitForClient(LIMIT_MS), listener.waitForClient(LIMIT_MS)];
      for (const name of ['first', 'second']) (await dial(listener)).write(name);
      const heard = waits.map(async (wait) => String((await once(owned(await wait), 'data'))[0]));
      expect(await Promise.all(heard)).toEqual(['first', 'second']);
    });

    test('forgets a client that dies while nobody waits', async () => {
      await using listener = await make();
      await listener.startListening();
      const dead = await dial(listener);
      if (dead instanceof Socket && dead.remotePort) dead.resetAndDestroy();
      else dead.destroy();
      if (!dead.closed) await once(dead, 'close');
      // The listener hears of the arrival in one turn of the event loop and of the end in another.
      for (let turn = 0; turn < 10; turn += 1) await setImmediate();
      const alive = await dial(listener);
      alive.write('alive');
      const taken = owned(await listener.waitForClient(LIMIT_MS));
      if (taken.readableEnded || taken.destroyed) return;
      const [heard] = await Promise.race([once(taken, 'data'), once(taken.resume(), 'end')]);
      // A socket that was closed politely is found dead by who reads it.
      if (heard !== undefined) expect(String(heard)).toBe('alive');
    });

    test('close rejects every wait, now and later, with one reason', async () => {
      const listener = await make();
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
      const listener = await make();
      await listener.startListening();
      const taken = await dial(listener);
      const accepted = owned(await listener.waitForClient(LIMIT_MS));
      const dropped = await dial(listener);
      await Promise.all([listener.close(), once(dropped.resume(), 'close')]);
      accepted.write('still here');
      expect(String((await once(taken, 'data'))[0])).toBe('still here');
    });

    test('close while starting leaves nothing', async () => {
      const listener = await make();
      const starting = listener.startListening();
      const outcome = starting.catch((reason) => reason);
      await listener.close();
      // One that starts at once has started.
      expect([undefined, 'ipc.listenerClosed']).toContain((await outcome)?.code);
      await expect(listener.startListening()).rejects.toMatchObject({ code: 'ipc.listenerClosed' });
    });

    test('is found by nobody after it has closed', async () => {
      const listener = await make();
      await listener.startListening();
      const { endpoint } = listener;
      await listener.close();
      await expect(connect(endpoint, LIMIT_MS)).rejects.toMatchObject({ code: 'ipc.connectFailed' });
    });
  });
}

const dial = async (listener: Listener): Promise<Duplex> => owned(await connect(listener.endpoint, LIMIT_MS));

/** Destroyed when the test is over. */
function owned(stream: Duplex): Duplex {
  stream.on('error', () => {});
  onTestFinished(async () => {
    stream.destroy();
    if (!stream.closed) await once(stream, 'close');
  });
  return stream;
}
