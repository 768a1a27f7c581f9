import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listeningPorts } from '../../../adapter/processes/listening-ports.ts';
import { attach } from '../../support/attach.ts';
import { Container, type ContainerOptions, HOME, hasContainers } from '../../support/container.ts';
import { streamChannel } from '../../support/dap-channel.ts';
import { DapClient } from '../../support/dap-client.ts';
import { files, lineOf } from '../../support/fixtures.ts';
import { standalone } from '../../support/standalone.ts';

const TICKING = `const { next } = require('./next.js');
let count = 0;
function tick() {
  count = next(count); // tick
  console.log('tick', count);
}
console.log('started');
setInterval(tick, 5);
`;

/** The program, here and there; what it depends on is in the container as well, but not beside the file here. */
async function ticking(options: ContainerOptions = {}) {
  const here = files({ 'app.js': TICKING });
  const container = new Container(
    files({ 'app.js': TICKING, 'next.js': 'exports.next = (n) => n + 1;\n' }),
    options,
  );
  await container.says(options.waits ? /tandem attach[\s\S]*tick/ : /tick/);
  const file = join(here, 'app.js');
  return {
    container,
    file,
    settings: {
      pipe: container.pipe,
      runtimeExecutable: process.execPath,
      localRoot: here,
      remoteRoot: HOME,
    },
    breakpoints: { [file]: [{ line: lineOf(file, 'tick') }] },
  };
}

/** What is left in the temporary directory there, beside the directory in which programs publish themselves. */
const left = (container: Container): string[] =>
  container
    .run('ls', '/tmp')
    .split('\n')
    .filter((name) => name !== '' && !/^tandem-\d+$/.test(name));

describe.skipIf(!hasContainers)('A program in a container that waits for debuggers', () => {
  test('is joined without more than the way there, and left, again and again', async () => {
    const { container, file, settings, breakpoints } = await ticking({ waits: true });
    for (const which of [{}, { processId: 1 }]) {
      const client = await attach({ ...settings, ...which }, breakpoints);
      const { threadId } = await client.waitFor('stopped');
      const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
      expect(stackFrames[0]).toMatchObject({ name: 'tick', source: { path: file } });
      await client.request('stepIn', { threadId: threadId! });
      await client.waitFor('stopped');
      const inside = (await client.request('stackTrace', { threadId: threadId! })).stackFrames[0]!;
      expect(inside.source).toMatchObject({ path: `${HOME}/next.js`, sourceReference: expect.any(Number) });
      await client.request('disconnect', {});
      await container.runs();
    }
    expect(left(container)).toEqual([]);
  });

  test('stays stopped when the command is killed, and is debugged on through another', async () => {
    const { container, settings, breakpoints } = await ticking({ waits: true });
    const client = await attach(settings, breakpoints);
    const { threadId } = await client.waitFor('stopped');
    container.run('sh', '-c', 'kill -9 $(pgrep -f [D]BGP:)');
    const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
    expect(stackFrames[0]).toMatchObject({ name: 'tick' });
    await client.request('next', { threadId: threadId! });
    await client.waitFor('stopped');
    await client.request('disconnect', {});
    await container.runs();
    expect(left(container)).toEqual([]);
  });
});

describe.skipIf(!hasContainers)('A program in a container that knows nothing of debuggers', () => {
  test('is joined by its process id there, and runs on without a trace', async () => {
    const { container, file, settings, breakpoints } = await ticking();
    const threads = () => readdirSync(`/proc/${container.pid}/task`).length;
    const before = threads();
    for (const _ of ['once', 'again']) {
      const client = await attach({ ...settings, processId: 1 }, breakpoints);
      const { threadId } = await client.waitFor('stopped');
      const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
      expect(stackFrames[0]).toMatchObject({ name: 'tick', source: { path: file } });
      await client.request('disconnect', {});
      await container.runs();
      while (threads() > before) await new Promise((resolve) => setImmediate(resolve));
      expect(left(container)).toEqual([]);
    }
  });

  test('runs on when the command is killed, and its session ends', async () => {
    const { container, settings, breakpoints } = await ticking();
    const client = await attach({ ...settings, processId: 1 }, breakpoints);
    await client.waitFor('stopped');
    container.run('sh', '-c', 'kill -9 $(pgrep -f [D]BGP:)');
    await client.waitFor('terminated');
    await container.runs();
    const again = await attach({ ...settings, processId: 1 });
    await again.request('disconnect', {});
    expect(left(container)).toEqual([]);
  });

  test('is joined although nothing can be written to its temporary directory', async () => {
    const { container, settings, breakpoints } = await ticking();
    container.run('mount', '-o', 'remount,ro', '/tmp');
    const client = await attach({ ...settings, processId: 1 }, breakpoints);
    await client.waitFor('stopped');
    await client.request('disconnect', {});
    await container.runs();
    expect(readdirSync('/dev/shm').filter((name) => name.startsWith('tandem-'))).toEqual([]);
  });

  test('runs on when the debugger is killed, and nothing is left', async () => {
    const { container, settings, breakpoints } = await ticking();
    const adapter = spawn(process.execPath, [join(standalone, 'adapter.js')]);
    onTestFinished(() => void adapter.kill('SIGKILL'));
    const client = new DapClient(streamChannel(adapter.stdout, adapter.stdin));
    await attach({ ...settings, processId: 1 }, breakpoints, client);
    await client.waitFor('stopped');
    adapter.kill('SIGKILL');
    await container.runs();
    while (container.run('sh', '-c', 'pgrep -f [D]BGP: || true') !== '');
    expect(left(container)).toEqual([]);
  });

  test('is joined by the port of its inspector, which stays open', async () => {
    const { container, settings, breakpoints } = await ticking({ options: ['--inspect=127.0.0.1:0'] });
    const [, port] = await container.says(/ws:\/\/127\.0\.0\.1:(\d+)/);
    const client = await attach({ ...settings, port: Number(port) }, breakpoints);
    await client.waitFor('stopped');
    await client.request('disconnect', {});
    await container.runs();
    expect((await listeningPorts(container.pid))?.map((listening) => listening.port)).toEqual([Number(port)]);
  });

  test('has its recordings brought here', async () => {
    const { container, file, settings } = await ticking();
    const client = await attach({ ...settings, processId: 1 });
    await client.request('tandem.startProfile', { kind: 'cpu' });
    await container.runs();
    const { path } = await client.request('tandem.stopProfile', { kind: 'cpu' });
    expect(dirname(path)).toBe(dirname(file));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ nodes: expect.any(Array) });
    await client.request('tandem.heapSnapshot', { path: 'all.heapsnapshot' });
    expect(statSync(join(dirname(file), 'all.heapsnapshot')).size).toBeGreaterThan(100_000);
    await expect(client.request('tandem.heapSnapshot', { path: '/no/such/directory/x' })).rejects.toThrow(
      '/no/such',
    );
    await client.request('disconnect', {});
    expect(left(container)).toEqual([]);
  });

  test('is another one', async () => {
    const { settings } = await ticking();
    await expect(attach({ ...settings, processId: 4711 })).rejects.toThrow('There is no process 4711');
    await expect(attach(settings)).rejects.toThrow('No program waits for debuggers');
  });
});
