import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isAlive } from '../../ipc/is-alive.ts';
import type { DapClient } from '../support/dap-client.ts';
import { program } from '../support/fixtures.ts';
import { expectEnd, gone, launch, run, type Settings } from '../support/session.ts';
import { standalone } from '../support/standalone.ts';

const forever = 'setInterval(() => {}, 1e6);';
const up = `console.log('up');`;
const stubborn = `process.on('SIGTERM', () => console.log('not now')); ${up} ${forever}`;

async function running(source: string, settings: Settings = {}): Promise<{ client: DapClient; pid: number }> {
  const client = await run({ program: program(source), ...settings });
  const { systemProcessId } = await client.waitFor('process');
  await client.waitFor('output', ({ output }) => output.includes('up'));
  return { client, pid: systemProcessId! };
}

describe.skipIf(process.platform === 'win32').each([false, true])('with noDebug %s, terminate', (noDebug) => {
  it('lets the program clean up', async () => {
    const source = `process.on('SIGTERM', () => { console.log('cleaning'); process.exit(5); }); ${up} ${forever}`;
    const { client } = await running(source, { noDebug });
    await client.request('terminate', {});
    await expectEnd(client, 5);
    expect(client.output('stdout')).toBe('up\ncleaning\n');
  });

  it('kills a program that does not end in time, and says so', async () => {
    const { client } = await running(stubborn, { noDebug, killTimeout: 100 });
    await client.request('terminate', {});
    await expectEnd(client, 137);
    expect(client.output('stdout')).toBe('up\nnot now\n');
    expect(client.output('console')).toMatch(/did not end within 0\.1 s .* and is killed/);
  });

  it('kills at once when asked again', async () => {
    const { client } = await running(stubborn, { noDebug, killTimeout: 600_000 });
    await client.request('terminate', {});
    await client.waitFor('output', ({ output }) => output.includes('not now'));
    await client.request('terminate', {});
    await expectEnd(client, 137);
  });

  it('ends what the program has started, too', async () => {
    const source = `
      const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { stdio: 'inherit' });
      console.error(child.pid); ${forever}`;
    const { client } = await running(source, { noDebug, killTimeout: 100 });
    const pid = Number(client.output('stderr'));
    await client.request('terminate', {});
    await client.waitFor('terminated');
    await gone(pid);
  });
});

describe('disconnect', () => {
  it('answers when everything is over', async () => {
    const { client } = await running(up + forever);
    await client.request('disconnect', {});
    expect(client.eventNames.at(-1)).toBe('terminated');
    await expectEnd(client, 143);
  });

  it('hurries a terminate that takes long', async () => {
    const { client } = await running(stubborn, { killTimeout: 600_000 });
    await client.request('terminate', {});
    await client.waitFor('output', ({ output }) => output.includes('not now'));
    await client.request('disconnect', {});
    await expectEnd(client, 137);
  });

  it.each([false, true])('leaves the program running when asked to, noDebug %s', async (noDebug) => {
    const { client, pid } = await running(up + forever, { noDebug });
    await client.request('disconnect', { terminateDebuggee: false });
    expect(client.eventNames).not.toContain('exited');
    await client.waitFor('terminated');
    expect(isAlive(pid)).toBe(true);
    process.kill(-pid, 'SIGKILL');
    await gone(pid);
  });

  it('before anything was launched is the end', async () => {
    const { client, launched } = await launch({ program: program('') });
    await client.request('disconnect', {});
    await expect(launched).rejects.toThrow('The debug session has ended.');
  });
});

describe('a client that vanishes', () => {
  it.each([false, true])('takes its program along, noDebug %s', async (noDebug) => {
    const { client, pid } = await running(up + forever, { noDebug });
    client.vanish();
    await gone(pid);
  });

  it('takes a stubborn program along, too', async () => {
    const { client, pid } = await running(stubborn, { killTimeout: 50 });
    client.vanish();
    await gone(pid);
  });

  it('takes a program along that is stopped', async () => {
    const client = await run({ program: program('debugger;') });
    const { systemProcessId } = await client.waitFor('process');
    await client.waitFor('stopped');
    client.vanish();
    await gone(systemProcessId!);
  });

  it('takes a program along that has not begun', async () => {
    const { client } = await launch({ program: program(forever) });
    const { systemProcessId } = await client.waitFor('process');
    client.vanish();
    await gone(systemProcessId!);
  });
});

describe('an adapter that is killed', () => {
  it.each(['debugger;', 'setInterval(() => {}, 1e6);', 'for (;;);'])(
    'leaves no program behind that runs "%s"',
    async (source) => {
      const script = `
      const session = require(${JSON.stringify(`${standalone}/adapter.js`)}).createDebugSession();
      const program = ${JSON.stringify(program(`${up} ${source}`))};
      session.onDidSendMessage(({ event, body }) => {
        if (event === 'process') require('fs').writeSync(1, String(body.systemProcessId));
        if (event === 'initialized') session.handleMessage({ type: 'request', seq: 3, command: 'configurationDone' });
        if (event === ${JSON.stringify(source === 'debugger;' ? 'stopped' : 'output')}) process.kill(process.pid, 'SIGKILL');
      });
      session.handleMessage({ type: 'request', seq: 1, command: 'initialize', arguments: {} });
      session.handleMessage({ type: 'request', seq: 2, command: 'launch', arguments: { program } });`;
      const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
      let pid = '';
      child.stdout.on('data', (text) => {
        pid += text;
      });
      expect(await once(child, 'close')).toEqual([null, 'SIGKILL']);
      await gone(Number(pid));
    },
  );
});

describe('this process', () => {
  it.each(['debugger;', 'setInterval(() => {}, 1e6);', 'for (;;);'])(
    'can exit while a worker runs "%s"',
    async (source) => {
      const directory = standalone;
      const script = `
      const session = require(${JSON.stringify(`${directory}/adapter.js`)}).createDebugSession();
      const program = ${JSON.stringify(program(`${up} ${source}`))};
      session.onDidSendMessage(({ event, body }) => {
        if (event === 'initialized') session.handleMessage({ type: 'request', seq: 3, command: 'configurationDone' });
        if (event === ${JSON.stringify(source === 'debugger;' ? 'stopped' : 'output')}) process.exit(7);
      });
      session.handleMessage({ type: 'request', seq: 1, command: 'initialize', arguments: {} });
      session.handleMessage({ type: 'request', seq: 2, command: 'launch', arguments: { program, inProcess: true } });`;
      const child = spawn(process.execPath, ['-e', script], { stdio: 'inherit' });
      expect(await once(child, 'exit')).toEqual([7, null]);
    },
  );
});

describe('a worker', () => {
  it.each(['debugger;', 'setInterval(() => {}, 1e6);', 'for (;;);'])(
    'is ended in the middle of whatever the debugger says to it, running "%s"',
    async (source) => {
      for (let round = 0; round < 5; round++) {
        const path = program(`${up} ${source}`);
        const { client } = await running(`${up} ${source}`, { inProcess: true });
        const asked = Array.from({ length: 50 }, (_, n) =>
          client.request('setBreakpoints', { source: { path }, breakpoints: n % 2 ? [] : [{ line: 1 }] }),
        );
        asked.push(client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'nobody' }] }));
        const settled = Promise.allSettled(asked);
        await client.request('disconnect', {});
        await client.waitFor('terminated');
        await settled;
      }
    },
  );
});

describe('a program that leaves somebody behind', () => {
  const leave = (stdio: string) => `
    const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(forever)}], { stdio: '${stdio}' });
    child.unref(); console.log(child.pid);`;

  it.each(['inherit', 'ignore'])('ends its session all the same, stdio %s', async (stdio) => {
    const client = await run({ program: program(leave(stdio)), noDebug: true });
    await expectEnd(client, 0);
    const pid = Number(client.output('stdout'));
    await client.request('disconnect', {});
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });
});
