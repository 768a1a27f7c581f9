import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { connect } from '../../ipc/connect.ts';
import { type Connection, FramedConnection } from '../../ipc/connection.ts';
import { createToken } from '../../ipc/handshake.ts';
import { type Accepted, IpcManager, type Listening } from '../../ipc/ipc-manager.ts';
import { parseLauncherArgs } from '../../ipc/launcher-args.ts';
import { dialLink } from '../../ipc/link/dialler.ts';
import { LOCAL } from '../../ipc/link/limits.ts';
import type { Link } from '../../ipc/link/link.ts';
import type { Listener } from '../../ipc/listener.ts';
import { encodeMessage } from '../../ipc/message-codec.ts';
import { type ListenerResult, TransportFactory } from '../../ipc/transport-factory.ts';
import { errors } from '../../protocol/errors.ts';
import {
  closed,
  command,
  expectNoLeaks,
  hello,
  helloBody,
  LIMIT_MS,
  messages,
  TRANSPORTS,
} from './support.ts';

describe.each(TRANSPORTS)('the IPC manager over %s', (transport) => {
  expectNoLeaks();

  let strangers: string[];
  let noticed: () => void;
  let sockets: Socket[];

  beforeEach(() => {
    strangers = [];
    noticed = () => {};
    sockets = [];
    return () => {
      for (const socket of sockets) socket.destroy();
    };
  });

  const newManager = (helloTimeoutMs = LIMIT_MS) =>
    new IpcManager({
      helloTimeoutMs,
      onStranger: ({ code }) => {
        strangers.push(code);
        noticed();
      },
    });

  /** Resolves when so many strangers have been turned away. */
  const turnedAway = (count: number) =>
    new Promise<void>((resolve) => {
      noticed = () => strangers.length >= count && resolve();
      noticed();
    });

  /** Dials as the launcher does: with nothing but its environment. */
  const endpoint = ({ environment }: Listening) =>
    parseLauncherArgs(JSON.parse(environment.TANDEM_LAUNCHER_ARGS!) as string[]);

  async function launch(listening: Listening): Promise<Connection> {
    const connection = await TransportFactory.createConnection(endpoint(listening), 'launcher');
    connection.send(hello(listening.environment.TANDEM_TOKEN!));
    return connection;
  }

  async function stranger(listening: Listening, bytes?: Uint8Array): Promise<Socket> {
    const socket = (await connect(endpoint(listening))) as Socket;
    socket.on('error', () => {});
    socket.resume();
    if (bytes) socket.write(bytes);
    sockets.push(socket);
    return socket;
  }

  test('lets the launcher in', async () => {
    await using manager = newManager();
    const listening = await manager.listen({ transport });
    expect(JSON.parse(listening.environment.TANDEM_LAUNCHER_ARGS!)).toEqual(listening.launcherArgs);
    expect(listening.launcherArgs.join(' ')).not.toContain(listening.environment.TANDEM_TOKEN);
    const accepting = manager.accept(LIMIT_MS);
    await using launcher = await launch(listening);
    const { connection, hello } = await accepting;
    expect(hello).toEqual(helloBody(listening.environment.TANDEM_TOKEN!));
    connection.send(command(1));
    expect(await messages(launcher, 1)).toEqual([command(1)]);
  });

  test('lets a launcher in that was there before anyone waited', async () => {
    await using manager = newManager();
    await using _launcher = await launch(await manager.listen({ transport }));
    expect((await manager.accept(LIMIT_MS)).connection.closed).toBe(false);
  });

  test('turns strangers away, says why, and goes on', async () => {
    await using manager = newManager();
    const listening = await manager.listen({ transport });
    const accepting = manager.accept(LIMIT_MS);
    await stranger(listening, encodeMessage('event', hello(createToken())));
    await turnedAway(1);
    await stranger(listening, Buffer.from('garbage'));
    await turnedAway(2);
    const tooLong = await stranger(
      listening,
      Buffer.alloc(128 * 1024, encodeMessage('event', hello('x'.repeat(1e5)))),
    );
    // The header alone gave it away: what it had still to say meets a closed door.
    tooLong.on('error', () => {});
    await Promise.all([turnedAway(3), new Promise((gone) => tooLong.once('close', gone))]);
    (await stranger(listening)).destroy();
    await turnedAway(4);
    await using _launcher = await launch(listening);
    await accepting;
    expect(strangers).toEqual(['ipc.helloToken', 'frame.magic', 'frame.tooLong', 'ipc.peerClosed']);
  });

  test('turns a silent stranger away', async () => {
    await using manager = newManager(1);
    const listening = await manager.listen({ transport });
    const accepting = manager.accept(LIMIT_MS).catch((reason) => reason);
    const silent = await stranger(listening);
    await Promise.all([turnedAway(1), once(silent, 'close')]);
    expect(strangers).toEqual(['ipc.helloTimeout']);
    await manager[Symbol.asyncDispose]();
    await accepting;
  });

  test('is not delayed by silent strangers, and drops them once the launcher is in', async () => {
    // The strangers would be given more time than the test has.
    await using manager = newManager(Number.POSITIVE_INFINITY);
    const listening = await manager.listen({ transport });
    const accepting = manager.accept(LIMIT_MS);
    const silent = await Promise.all(Array.from({ length: 20 }, () => stranger(listening)));
    const gone = Promise.all(silent.map((socket) => once(socket, 'close')));
    await using _launcher = await launch(listening);
    await accepting;
    await gone;
    expect(new Set(strangers)).toEqual(new Set(['ipc.helloTooLate']));
  });

  test('takes one of two that know the token', async () => {
    await using manager = newManager();
    const listening = await manager.listen({ transport });
    await using first = await launch(listening);
    await using second = await launch(listening);
    const losers = Promise.race([first, second].map((one) => new Promise((resolve) => one.onClose(resolve))));
    await manager.accept(LIMIT_MS);
    expect(await losers).toMatchObject({ code: expect.stringMatching(/^ipc\.(peerClosed|lost)$/) });
  });

  test('is closed to everyone else after that, and its socket is gone', async () => {
    await using manager = newManager();
    const listening = await manager.listen({ transport });
    await using _launcher = await launch(listening);
    await manager.accept(LIMIT_MS);
    await expect(connect(endpoint(listening))).rejects.toMatchObject({ code: 'ipc.connectFailed' });
    expectNoFile(listening);
  });

  /** A launcher that can come back. */
  async function launchLinked(listening: Listening): Promise<{ link: Link; cut: () => void }> {
    const token = listening.environment.TANDEM_TOKEN!;
    let carrier!: FramedConnection;
    const dial = async () => {
      carrier = new FramedConnection(await connect(endpoint(listening)), 'launcher');
      return carrier;
    };
    const limits = { ...LOCAL, backoff: { firstMs: 1, lastMs: 5 } };
    const link = await dialLink({ dial, token, limits, opening: 'hello' });
    link.send({ seq: 1, type: 'event', event: 'hello', body: { ...helloBody(token), link: link.id } });
    return { link, cut: () => carrier.drop(errors.connectionLost('a test has cut it')) };
  }

  test('takes a launcher back that has lost its connection, and nobody else', async () => {
    await using manager = newManager();
    const listening = await manager.listen({ transport });
    const accepting = manager.accept(LIMIT_MS);
    const { link, cut } = await launchLinked(listening);
    const { connection } = await accepting;
    connection.send(command(1));
    expect(await messages(link, 1)).toEqual([command(1)]);
    cut();
    await using second = await launch(listening);
    expect((await closed(second)).code).toBe('ipc.peerClosed');
    const { link: third } = await launchLinked(listening);
    expect((await closed(third)).code).toBe('ipc.helloTooLate');
    await stranger(listening, encodeMessage('event', hello(createToken())));
    await turnedAway(3);
    expect(strangers).toEqual(['ipc.helloTooLate', 'ipc.helloTooLate', 'ipc.helloToken']);
    connection.send(command(2));
    expect(await messages(link, 1)).toEqual([command(2)]);
    await link.close();
    await closed(connection);
    await expect.poll(() => connect(endpoint(listening)).catch(({ code }) => code)).toBe('ipc.connectFailed');
    await vi.waitFor(() => expectNoFile(listening));
  });

  test('says goodbye to a launcher when it is disposed, which does not come back then', async () => {
    const manager = newManager();
    const listening = await manager.listen({ transport });
    const accepting = manager.accept(LIMIT_MS);
    const { link } = await launchLinked(listening);
    await accepting;
    await manager[Symbol.asyncDispose]();
    expect((await closed(link)).code).toBe('ipc.peerClosed');
  });

  test('tells a launcher that has lost its connection the end, when nobody listens any more', async () => {
    const manager = newManager();
    const listening = await manager.listen({ transport });
    const accepting = manager.accept(LIMIT_MS);
    const { link, cut } = await launchLinked(listening);
    const { connection } = await accepting;
    const end = closed(link);
    cut();
    await new Promise<void>((resolve) => connection.onState(() => resolve()));
    await manager[Symbol.asyncDispose]();
    expect((await end).code).toMatch(/^(link|ipc)\./);
  });

  test('leaves no timer running', async () => {
    const started = vi.spyOn(globalThis, 'setTimeout');
    const stopped = vi.spyOn(globalThis, 'clearTimeout');
    onTestFinished(() => {
      started.mockRestore();
      stopped.mockRestore();
    });
    await using manager = newManager();
    const listening = await manager.listen({ transport });
    const accepting = manager.accept(60_000);
    await stranger(listening);
    await using _launcher = await launch(listening);
    await accepting;
    const timers = started.mock.results.map(({ value }) => value);
    expect(timers).not.toEqual([]);
    expect(stopped.mock.calls.flat()).toEqual(expect.arrayContaining(timers));
  });

  test('gives up when nobody comes, and can start anew', async () => {
    await using manager = newManager();
    const first = await manager.listen({ transport });
    await stranger(first);
    await expect(manager.accept(1)).rejects.toMatchObject({
      code: 'ipc.acceptTimeout',
      message: /within 1 ms/,
    });
    expectNoFile(first);
    const second = await manager.listen({ transport });
    await using _launcher = await launch(second);
    expect(await manager.accept(LIMIT_MS)).toBeDefined();
  });

  test('can start anew after it failed to listen', async () => {
    await using manager = newManager();
    const refusal = manager.listen({ transport: 'tcp', host: '192.0.2.1' });
    await expect(refusal).rejects.toMatchObject({ code: 'ipc.hostNotLoopback' });
    expect(await manager.listen({ transport })).toBeDefined();
  });

  test('refuses calls out of order', async () => {
    await using manager = newManager();
    await expect(manager.accept(1)).rejects.toMatchObject({
      code: 'ipc.state',
      message: /cannot accept while it is idle/,
    });
    await manager.listen({ transport });
    await expect(manager.listen({ transport })).rejects.toMatchObject({ code: 'ipc.state' });
  });

  describe('disposed', () => {
    const disposed = { code: 'ipc.disposed' };

    test('before it listens, refuses everything', async () => {
      const manager = newManager();
      await manager[Symbol.asyncDispose]();
      await expect(manager.listen({ transport })).rejects.toMatchObject(disposed);
      await expect(manager.accept(1)).rejects.toMatchObject(disposed);
    });

    test('while it starts to listen, leaves nothing', async () => {
      const manager = newManager();
      const outcome = expect(manager.listen({ transport })).rejects.toMatchObject(disposed);
      await manager[Symbol.asyncDispose]();
      await outcome;
    });

    test('while it starts to listen, waits until that has been undone', async () => {
      const close = vi.fn<Listener['close']>(async () => {});
      const { promise, resolve } = deferred<ListenerResult>();
      const create = vi.spyOn(TransportFactory, 'createListener').mockReturnValue(promise);
      onTestFinished(() => create.mockRestore());
      const manager = newManager();
      const outcome = expect(manager.listen({ transport })).rejects.toMatchObject(disposed);
      const gone = vi.fn<() => void>();
      const disposing = manager[Symbol.asyncDispose]().then(gone);
      await setImmediate();
      expect(gone).not.toHaveBeenCalled();
      const endpoint = { transport: 'tcp', host: '127.0.0.1', port: 1 } as const;
      resolve({
        listener: { close, endpoint } as Partial<Listener> as Listener,
        launcherArgs: [],
        notices: [],
      });
      await disposing;
      expect(close).toHaveBeenCalled();
      await outcome;
    });

    test('while it listens, leaves nothing', async () => {
      const manager = newManager();
      const listening = await manager.listen({ transport });
      await manager[Symbol.asyncDispose]();
      expectNoFile(listening);
    });

    test('while it accepts, rejects that with one named reason and tells no stranger story', async () => {
      const manager = newManager();
      const listening = await manager.listen({ transport });
      const outcome = expect(manager.accept(LIMIT_MS)).rejects.toMatchObject(disposed);
      const waiting = await stranger(listening);
      await Promise.all([
        manager[Symbol.asyncDispose](),
        manager[Symbol.asyncDispose](),
        once(waiting, 'close'),
      ]);
      await outcome;
      expectNoFile(listening);
      expect(strangers).toEqual([]);
    });

    test('when connected, closes the connection', async () => {
      const manager = newManager();
      const listening = await manager.listen({ transport });
      await using launcher = await launch(listening);
      const { connection }: Accepted = await manager.accept(LIMIT_MS);
      const gone = new Promise((resolve) => launcher.onClose(resolve));
      await manager[Symbol.asyncDispose]();
      await manager[Symbol.asyncDispose]();
      expect(connection.closed).toBe(true);
      expect(await gone).toMatchObject({ code: 'ipc.peerClosed' });
    });
  });
});

function deferred<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function expectNoFile({ launcherArgs }: Listening): void {
  if (launcherArgs[1] === 'unix') expect(existsSync(dirname(launcherArgs.at(-1)!))).toBe(false);
}
