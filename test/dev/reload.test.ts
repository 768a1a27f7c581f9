import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DapClient } from '../support/dap-client.ts';
import { lineOf, program } from '../support/fixtures.ts';
import { launchArguments } from '../support/session.ts';
import { Checkout, type DevProcess, startDev } from './support.ts';

/** Starts a program, up to where it is stopped. */
async function stopped(client: DapClient, settings: object = {}): Promise<number> {
  const launched = client.request(
    'launch',
    launchArguments({ program: program('process.exitCode = 3;'), stopOnEntry: true, ...settings }),
  );
  await client.waitFor('initialized');
  await client.request('configurationDone', {});
  await launched;
  return (await client.waitFor('stopped')).threadId!;
}

async function expectExit(client: DapClient, threadId: number, exitCode: number): Promise<void> {
  await client.request('continue', { threadId });
  expect(await client.waitFor('exited')).toEqual({ exitCode });
  await client.request('disconnect', {});
}

const logOf = (dev: DevProcess): string => readFileSync(join(dev.state, 'dev.log'), 'utf8');

describe('a change of the code', () => {
  it.each([false, true])(
    'is for the next session; one that runs keeps its code, which is removed after it, inProcess %s',
    async (inProcess) => {
      const checkout = new Checkout();
      const dev = await startDev(checkout.directory).ready();
      const first = await dev.connect();
      const threadId = await stopped(first, { inProcess });
      expect((await dev.event('sessionBegan')).generation).toBe(1);

      checkout.save(`export const MARK = 'second';`);
      expect((await dev.event('built')).generation).toBe(2);
      const second = await dev.connect();
      expect((await dev.event('sessionBegan')).generation).toBe(2);
      expect(logOf(dev)).toMatch(/mark: first.*mark: second/s);
      expect(dev.has('generations/1/adapter.js')).toBe(true);

      await expectExit(first, threadId, 3);
      expect((await dev.event('sessionEnded')).session).toBe(1);
      expect(dev.has('generations/1')).toBe(false);
      await expectExit(second, await stopped(second, { inProcess }), 3);
      expect(dev.has('generations/2/adapter.js')).toBe(true);
    },
  );

  it('that does not build is told with its place, and the last code that did stays', async () => {
    const checkout = new Checkout();
    const dev = await startDev(checkout.directory).ready();
    checkout.save('export const MARK = ;');
    const { problems, generation } = await dev.event('buildFailed');
    expect(problems).toContain('mark.ts:1:20');
    expect(generation).toBe(1);
    expect(logOf(dev)).toContain('mark.ts:1:20');
    await dev.connect();
    expect((await dev.event('sessionBegan')).generation).toBe(1);
    checkout.save(`export const MARK = 'mended';`);
    expect((await dev.event('built')).generation).toBe(2);
  });

  it('that cannot be loaded is told, and the last code that could stays', async () => {
    const checkout = new Checkout();
    const dev = await startDev(checkout.directory).ready();
    checkout.save(`throw new Error('not today'); export const MARK = '';`);
    const { problems, generation } = await dev.event('buildFailed');
    expect(problems).toContain('not today');
    expect(generation).toBe(1);
    expect(dev.has('generations/2')).toBe(false);
  });

  it('is waited for when there was none yet that built', async () => {
    const checkout = new Checkout();
    checkout.save('export const MARK = ;');
    const dev = startDev(checkout.directory);
    await Promise.all([dev.event('listening'), dev.event('buildFailed')]);
    await expect(dev.connect()).rejects.toMatchObject({ code: 'dev.notBuilt' });
    checkout.save(`export const MARK = 'at last';`);
    await dev.event('built');
    await dev.connect();
  });

  it.skipIf(process.platform === 'win32')('is looked for at once when a signal asks for it', async () => {
    const dev = await startDev(new Checkout().directory).ready();
    dev.child.kill('SIGUSR2');
    expect((await dev.event('built')).generation).toBeUndefined();
  });

  it('leaves a child process with the code that debugs its parent', async () => {
    const checkout = new Checkout();
    const dev = await startDev(checkout.directory).ready();
    const source = `
      process.stdin.once('data', () => {
        const child = require('node:child_process').fork(__filename, ['child'], { execArgv: [] });
        child.on('exit', (code) => process.exit(code));
      });
      if (process.argv[2]) process.exit(7); // exits`;
    const file = program(source);
    const parent = await dev.connect('socket, lines', { supportsStartDebuggingRequest: true });
    const asked = new Promise<object>((resolve) => {
      parent.onReverseRequest('startDebugging', (args) => {
        resolve((args as { configuration: object }).configuration);
        return {};
      });
    });
    const launched = parent.request('launch', launchArguments({ program: file }));
    await parent.waitFor('initialized');
    await parent.request('configurationDone', {});
    await launched;
    checkout.save(`export const MARK = 'second';`);
    await dev.event('built');

    await parent.send('tandem.stdin', { text: 'go\n' });
    const configuration = await asked;
    const child = await dev.connect();
    const attached = child.send('attach', configuration);
    await child.waitFor('initialized');
    const breakpoints = [{ line: lineOf(file, 'exits') }];
    await child.request('setBreakpoints', { source: { path: file }, breakpoints });
    await child.request('configurationDone', {});
    await attached;
    const { threadId } = await child.waitFor('stopped');
    await expectExit(child, threadId!, 7);
    expect(await parent.waitFor('exited')).toEqual({ exitCode: 7 });
  });
});
