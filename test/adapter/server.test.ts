import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { createServer, connect as dial, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseArguments, serverOptions } from '../../adapter/server/options.ts';
import { streamChannel } from '../support/dap-channel.ts';
import { DapClient } from '../support/dap-client.ts';
import { files, program } from '../support/fixtures.ts';
import { expectEnd, gone, launchArguments, type Settings } from '../support/session.ts';
import { standalone } from '../support/standalone.ts';

const forever = `console.log('up'); setInterval(() => {}, 1e6);`;

async function adapter(...args: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(standalone, 'adapter.js'), ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const clientOf = (socket: Socket): DapClient => new DapClient(streamChannel(socket, socket));

async function run(client: DapClient, settings: Settings): Promise<number> {
  await client.request('initialize', { adapterID: 'tandem' });
  const launched = client.request('launch', launchArguments(settings));
  await client.waitFor('initialized');
  await client.request('configurationDone', {});
  await launched;
  return (await client.waitFor('process')).systemProcessId!;
}

describe('the adapter on standard input and output', () => {
  it('serves one session and ends with it', async () => {
    const child = await adapter();
    const client = new DapClient(streamChannel(child.stdout!, child.stdin!));
    const exited = once(child, 'exit');
    await run(client, { program: program('console.log("hello")') });
    await expectEnd(client, 0);
    await client.request('disconnect', {});
    expect(await exited).toEqual([0, null]);
  });

  it('keeps its output to the protocol, also with a program in its own process', async () => {
    const child = await adapter();
    const client = new DapClient(streamChannel(child.stdout!, child.stdin!));
    await run(client, { program: program('console.log("hello"); process.exit(3)'), inProcess: true });
    await expectEnd(client, 3);
    expect(client.output('stdout')).toBe('hello\n');
  });

  it('takes its program along when the client goes', async () => {
    const child = await adapter();
    const client = new DapClient(streamChannel(child.stdout!, child.stdin!));
    const pid = await run(client, { program: program(forever) });
    client.vanish();
    await Promise.all([gone(pid), once(child, 'exit')]);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends cleanly on %s', async (signal) => {
    const child = await adapter();
    const client = new DapClient(streamChannel(child.stdout!, child.stdin!));
    const pid = await run(client, { program: program(forever) });
    const exited = once(child, 'exit');
    child.kill(signal);
    await expectEnd(client, 143);
    await gone(pid);
    expect(await exited).toEqual([0, null]);
  });
});

describe('the adapter on a port', () => {
  it('serves several sessions at once', async () => {
    const child = await adapter('--port', '0');
    const [line] = await once(child.stdout!, 'data');
    const port = Number(/on 127\.0\.0\.1:(\d+)/.exec(String(line))?.[1]);
    const [one, two] = [clientOf(dial(port, '127.0.0.1')), clientOf(dial(port, '127.0.0.1'))];
    const pid = await run(one, { program: program(forever) });
    await run(two, { program: program('process.exitCode = 2') });
    await expectEnd(two, 2);
    await two.request('disconnect', {});
    one.vanish();
    await gone(pid);
    expect(child.exitCode).toBeNull();
  });

  it('does not take one that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const child = await adapter('--port', String(port));
    expect(await text(child.stderr!)).toMatch(/Another process listens on 127\.0\.0\.1:\d+ already/);
  });
});

describe.skipIf(process.platform === 'win32')('the adapter on a socket', () => {
  it('is private, takes the place of a leftover, and leaves nothing behind', async () => {
    const path = join(files({}), 'adapter.sock');
    const first = await adapter('--socket', path);
    await once(first.stdout!, 'data');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(existsSync(path)).toBe(true);

    const second = await adapter('--socket', path);
    await once(second.stdout!, 'data');
    const client = clientOf(dial(path));
    await run(client, { program: program('') });
    await expectEnd(client, 0);

    const third = await adapter('--socket', path);
    expect(await text(third.stderr!)).toMatch(/Another process listens on/);

    second.kill('SIGTERM');
    await once(second, 'exit');
    expect(existsSync(path)).toBe(false);
  });

  it('leaves a file alone that is no socket', async () => {
    const path = join(files({}), 'precious');
    writeFileSync(path, 'data');
    const child = await adapter('--socket', path);
    expect(await text(child.stderr!)).toMatch(/a file of that name which is no socket/);
    expect(existsSync(path)).toBe(true);
  });
});

describe('the options', () => {
  const parseOptions = (args: readonly string[]) => serverOptions(parseArguments(args));

  it.each([
    [[], { serve: 'stdio', trace: false }],
    [['--port', '0'], { serve: 'port', port: 0, host: '127.0.0.1', trace: false }],
    [['--port=80', '--host', '::1'], { serve: 'port', port: 80, host: '::1', trace: false }],
    [['--socket', '/a', '--trace'], { serve: 'socket', path: '/a', trace: true }],
  ])('%j are understood', (args, options) => {
    expect(parseOptions(args)).toEqual(options);
  });

  it.each([
    [['--port', '1', '--socket', 'a'], 'server.usage'],
    [['--port', '99999'], 'server.usage'],
    [['--port', 'x'], 'server.usage'],
    [['--host', '::1'], 'server.usage'],
    [['--port', '1', '--host', '0.0.0.0'], 'server.host'],
    [['--socket', ''], 'server.usage'],
    [['--bogus'], 'server.usage'],
    [['extra'], 'server.usage'],
  ])('%j are refused', (args, code) => {
    expect(() => parseOptions(args)).toThrow(expect.objectContaining({ code }));
  });
});
