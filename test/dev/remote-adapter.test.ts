import { join, resolve } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, it } from 'vitest';
import { DapClient } from '../../automation/dap/dap-client.ts';
import { connectToDev } from '../../automation/dev/remote-adapter.ts';
import { files, program } from '../support/fixtures.ts';
import { gone, launchArguments } from '../support/session.ts';
import { type DevProcess, startDev } from './support.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');

/** A session of that dev adapter whose program runs until it is ended; with the program's process id, and what was refused. */
async function running(dev: DevProcess) {
  const adapter = await connectToDev(dev.state);
  const refused: DebugProtocol.ErrorResponse[] = [];
  adapter.onDidSendMessage((message) => {
    if ((message as DebugProtocol.Response).success === false)
      refused.push(message as DebugProtocol.ErrorResponse);
  });
  const client = new DapClient(adapter);
  const begun = new Promise<number>((resolve) => {
    client.on('process', ({ systemProcessId }) => resolve(systemProcessId!));
  });
  const initialized = new Promise<void>((resolve) => {
    client.on('initialized', () => resolve());
  });
  await client.request('initialize', { adapterID: 'tandem' });
  const settings = { program: program('setInterval(() => {}, 1e6);'), adapter: 'dev' };
  const launched = client.request('launch', launchArguments(settings));
  await initialized;
  await client.request('configurationDone', {});
  await launched;
  return { client, pid: await begun, refused };
}

describe('a session that is sent to a dev adapter', () => {
  it('is one like any other, and takes its program along when it is disposed', async () => {
    const dev = await startDev(REPOSITORY).ready();
    const { client, pid } = await running(dev);
    const output: string[] = [];
    client.on('output', (body) => output.push(body.output));
    client.dispose();
    await client.ended;
    await gone(pid);
    expect((await dev.event('sessionEnded')).session).toBe(1);
    // Not one about a setting that nobody knows.
    expect(output).toEqual([]);
  });

  it('is over when the dev adapter is gone, and whatever was asked is answered, which nobody is shown', async () => {
    const dev = await startDev(REPOSITORY).ready();
    const { client, pid, refused } = await running(dev);
    const terminated = new Promise<void>((resolve) => {
      client.on('terminated', () => resolve());
    });
    dev.child.kill('SIGSTOP');
    const asked = client.request('threads', {});
    const killed = dev.kill();
    await expect(asked).rejects.toMatchObject({ code: 'session.ended' });
    await terminated;
    await client.ended;
    await expect(client.request('threads', {})).rejects.toMatchObject({ code: 'session.ended' });
    expect(refused.map(({ body }) => body.error?.showUser)).toEqual([false, false]);
    await gone(pid);
    await killed;
  });

  it('is refused where none runs, also when one was killed there', async () => {
    const nowhere = join(files({}), 'state');
    await expect(connectToDev(nowhere)).rejects.toMatchObject({ code: 'dev.notRunning' });
    const dev = await startDev(REPOSITORY).ready();
    await dev.kill();
    await expect(connectToDev(dev.state)).rejects.toMatchObject({ code: 'dev.notRunning' });
  });
});
