import { once } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import type { Connection } from '../../ipc/connection.ts';
import { errors, type TandemError } from '../../protocol/errors.ts';
import type { Message } from '../../protocol/messages.ts';
import { closed, command, event, expectNoLeaks, LIMIT_MS, messages } from './support.ts';

/** Both ends of a channel. */
export interface Pair extends AsyncDisposable {
  readonly adapter: Connection;
  readonly launcher: Connection;
}

/** What everything that calls itself a connection keeps, whatever it is made of. */
export function connectionContract(name: string, pair: () => Promise<Pair>): void {
  describe(name, () => {
    expectNoLeaks();

    test('carries messages both ways, in order', async () => {
      await using ends = await pair();
      for (let seq = 1; seq <= 100; seq += 1) {
        ends.adapter.send(command(seq, { text: 'é🐍' }));
        ends.launcher.send(event(seq));
      }
      const [commands, events] = await Promise.all([
        messages(ends.launcher, 100),
        messages(ends.adapter, 100),
      ]);
      expect(commands).toEqual(
        Array.from({ length: 100 }, (_, index) => command(index + 1, { text: 'é🐍' })),
      );
      expect(events).toEqual(Array.from({ length: 100 }, (_, index) => event(index + 1)));
    });

    test('carries a message that is much longer than a chunk, both ways', async () => {
      await using ends = await pair();
      const body = { text: 'x'.repeat(2_000_000) };
      ends.launcher.send(event(1, body));
      ends.adapter.send(command(1, body));
      expect(await messages(ends.adapter, 1)).toEqual([event(1, body)]);
      expect(await messages(ends.launcher, 1)).toEqual([command(1, body)]);
    });

    test('carries any text', async () => {
      await using ends = await pair();
      const text = '\0\x1e\x1eDBGP: {}\r\n\\\n"\u2028\ud800🐍\\';
      ends.launcher.send(event(1, { text }));
      expect(await messages(ends.adapter, 1)).toEqual([event(1, { text })]);
    });

    test('keeps messages while nobody listens, also between two listeners', async () => {
      await using ends = await pair();
      for (let seq = 1; seq <= 4; seq += 1) ends.launcher.send(event(seq));
      expect(await messages(ends.adapter, 1)).toEqual([event(1)]);
      expect(await messages(ends.adapter, 2)).toEqual([event(2), event(3)]);
      ends.launcher.send(event(5));
      expect(await messages(ends.adapter, 2)).toEqual([event(4), event(5)]);
    });

    test('survives a listener that throws, and reports it', async () => {
      await using ends = await pair();
      const warning = once(process, 'warning');
      ends.adapter.onMessage(() => {
        throw new Error('a bug in a listener');
      });
      const received = messages(ends.adapter, 2);
      ends.launcher.send(event(1));
      ends.launcher.send(event(2));
      expect(await received).toEqual([event(1), event(2)]);
      expect(await warning).toMatchObject([{ message: 'a bug in a listener' }]);
    });

    test('delivers everything before it reports that the peer has gone', async () => {
      await using ends = await pair();
      const log: unknown[] = [];
      const count = 5000;
      for (let seq = 1; seq <= count; seq += 1) ends.launcher.send(event(seq));
      ends.adapter.onMessage(({ seq }) => log.push(seq));
      const end = closed(ends.adapter);
      expect(await ends.launcher.flush(LIMIT_MS)).toBe(true);
      await ends.launcher.close();
      expect((await end).code).toBe('ipc.peerClosed');
      expect(log).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    });

    test('writes what was sent before it closes', async () => {
      await using ends = await pair();
      const body = { text: 'x'.repeat(1_000_000) };
      const received = messages(ends.adapter, 2);
      ends.launcher.send(event(1, body));
      ends.launcher.send(event(2));
      await ends.launcher.close();
      expect(await received).toEqual([event(1, body), event(2)]);
      expect((await closed(ends.adapter)).code).toBe('ipc.peerClosed');
    });

    test('closes once, with the first reason, in the same tick', async () => {
      await using ends = await pair();
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

    test('drops what was not delivered when it closes', async () => {
      await using ends = await pair();
      ends.launcher.send(event(1));
      ends.launcher.send(event(2));
      await messages(ends.adapter, 1);
      await ends.adapter.close();
      const received = vi.fn<(message: Message) => void>();
      ends.adapter.onMessage(received);
      await closed(ends.adapter);
      expect(received).not.toHaveBeenCalled();
    });

    test('refuses to send what is not JSON, and lives on', async () => {
      await using ends = await pair();
      const cycle: unknown[] = [];
      cycle.push(cycle);
      const unsendable = expect.objectContaining({ code: 'ipc.messageUnsendable' });
      expect(() => ends.adapter.send(command(1, cycle))).toThrow(unsendable);
      expect(() => ends.adapter.send(command(1, 1n))).toThrow(unsendable);
      ends.adapter.send(command(1));
      expect(await messages(ends.launcher, 1)).toEqual([command(1)]);
    });

    test('flushes to a peer that reads', async () => {
      await using ends = await pair();
      expect(await ends.adapter.flush(0)).toBe(true);
      ends.launcher.onMessage(() => {});
      ends.adapter.send(command(1, 'x'.repeat(2_000_000)));
      expect(await ends.adapter.flush(LIMIT_MS)).toBe(true);
    });

    test('holds a peer to the payload limit', async () => {
      await using ends = await pair();
      ends.adapter.maxPayload = 100;
      ends.launcher.send(event(1));
      ends.launcher.send(event(2, 'x'.repeat(100)));
      expect(await messages(ends.adapter, 1)).toEqual([event(1)]);
      expect((await closed(ends.adapter)).code).toBe('frame.tooLong');
    });
  });
}
