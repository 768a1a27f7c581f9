import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { connect } from '../../ipc/connect.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';
import { expectNoLeaks, TRANSPORTS } from './support.ts';

describe.each(TRANSPORTS)('connecting over %s', (transport) => {
  expectNoLeaks();

  test('leaves no timer running', async () => {
    const cleared = vi.spyOn(globalThis, 'clearTimeout');
    onTestFinished(() => cleared.mockRestore());
    await using listener = (await TransportFactory.createListener({ transport })).listener;
    const socket = await connect(listener.endpoint, 60_000);
    expect(cleared).toHaveBeenCalledOnce();
    socket.destroy();
    await listener.close();
    await expect(connect(listener.endpoint, 60_000)).rejects.toMatchObject({ code: 'ipc.connectFailed' });
    expect(cleared).toHaveBeenCalledTimes(2);
  });

  test('gives up after its time limit', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    await using listener = (await TransportFactory.createListener({ transport })).listener;
    const connecting = connect(listener.endpoint, 50);
    // The event loop has had no turn to notice that the other side would have accepted.
    vi.advanceTimersByTime(50);
    await expect(connecting).rejects.toMatchObject({ code: 'ipc.connectTimeout', message: /within 50 ms/ });
  });
});

test.each([...TRANSPORTS, 'ws'] as const)('names the cause when nobody listens: %s', async (transport) => {
  const { listener } = await TransportFactory.createListener({ transport });
  await listener.close();
  const cause = { code: expect.stringMatching(/^(ECONNREFUSED|ENOENT)$/) };
  await expect(connect(listener.endpoint)).rejects.toMatchObject({ code: 'ipc.connectFailed', cause });
});
