import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { IpcManager } from '../../ipc/ipc-manager.ts';
import { parseLauncherArgs } from '../../ipc/launcher-args.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';
import { closed, hello, LIMIT_MS } from '../ipc/support.ts';

const CROWD = 300;

/** Somebody who has got as far as the door. */
function stranger(path: string, bytes?: Uint8Array): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => resolve(socket));
    socket.once('error', reject);
    socket.on('error', () => {});
    socket.resume();
    if (bytes) socket.write(bytes);
    onTestFinished(() => void socket.destroy());
  });
}

describe.skipIf(process.platform === 'win32')('a crowd at the door', () => {
  it('that is silent, slow or loud keeps nobody out who knows the secret, and is gone when that one is in', async () => {
    await using manager = new IpcManager();
    const listening = await manager.listen({ transport: 'unix' });
    const endpoint = parseLauncherArgs(listening.launcherArgs) as { path: string };
    const accepting = manager.accept(LIMIT_MS);
    const before = process.memoryUsage().rss;
    const loud = Buffer.alloc(256 * 1024, 'DP');
    const crowd = await Promise.all(
      Array.from({ length: CROWD }, (_, index) =>
        stranger(endpoint.path, [undefined, Buffer.from('DP\u0001'), loud][index % 3]),
      ),
    );
    await using launcher = await TransportFactory.createConnection(endpoint as never, 'launcher');
    launcher.send(hello(listening.token));
    const { connection } = await accepting;
    expect(connection.closed).toBe(false);
    await Promise.all(
      crowd.map((socket) => socket.closed || new Promise((resolve) => socket.once('close', resolve))),
    );
    // Of each no more was kept than an unknown may say.
    expect(process.memoryUsage().rss - before).toBeLessThan(CROWD * 256 * 1024);
  });

  it('the secret serves nobody else: not at the same time, and not afterwards', async () => {
    const manager = new IpcManager();
    const listening = await manager.listen({ transport: 'unix' });
    const endpoint = parseLauncherArgs(listening.launcherArgs);
    const accepting = manager.accept(LIMIT_MS);
    const dial = () => TransportFactory.createConnection(endpoint, 'launcher');
    const [first, second] = [await dial(), await dial()];
    first.send(hello(listening.token));
    await accepting;
    second.send(hello(listening.token));
    await closed(second);
    expect(first.closed).toBe(false);
    await manager[Symbol.asyncDispose]();
    await expect(dial()).rejects.toMatchObject({ code: 'ipc.connectFailed' });
    await first.close();
  });
});
