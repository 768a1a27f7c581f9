import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TandemClient } from '../../automation/client/client.ts';
import { runningServers } from '../../automation/discovery/find-server.ts';
import type { TaskServer } from '../../automation/server/task-server.ts';
import { HeadlessHost } from '../../automation/tasks/headless/headless-host.ts';
import { createTaskService } from '../../automation/tasks/task-service.ts';
import { watchProcess } from '../../ipc/link/peer-process.ts';
import { files } from '../support/fixtures.ts';
import { privatePlaces } from '../support/private-places.ts';
import { launcherDirectory, standalone } from '../support/standalone.ts';
import { serve } from './support/serving.ts';

const PROGRAM = `function twice(value) {
  return 2 * value;
}
setTimeout(() => {
  for (let value = 1; value <= 3; value += 1) console.log(twice(value));
  process.exitCode = 5;
}, 1);
`;

/** Starts the program, and says so when it stands in \`twice\`. */
const HOLDER = `
const { TandemClient } = require(process.argv[1]);
const [, , endpoint, token, how] = process.argv;
(async () => {
  const client = await TandemClient.connect({ endpoint, token, name: 'holder' });
  const task = await client.start({ program: 'program.js' }, { breakpoints: [{ file: 'program.js', line: 2 }] });
  const { state } = await task.wait();
  if (how === 'goodbye') await client.close();
  console.log(JSON.stringify({ state, taskId: task.id, clientId: client.clientId }));
  setInterval(() => {}, 1e6);
})();`;

const SERVER = `
const { startServer } = require(process.argv[1]);
(async () => {
  const { endpoint, token, publication } = await startServer({ folders: [process.argv[2]] });
  console.log(JSON.stringify({ endpoint, token, publication }));
})();`;

/** A process of its own, and the object that it prints first. */
async function start<T>(source: string, ...args: string[]): Promise<{ child: ChildProcess; said: T }> {
  const child = spawn(process.execPath, ['-e', source, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
  return { child, said: JSON.parse(line) as T };
}

async function serveTasks(): Promise<TaskServer> {
  privatePlaces();
  const host = new HeadlessHost({
    folders: [files({ 'program.js': PROGRAM })],
    session: { launcherDirectory },
  });
  const service = createTaskService(host);
  onTestFinished(() => service[Symbol.asyncDispose]());
  return serve(service, { graceMs: 50 });
}

interface Held {
  readonly state: string;
  readonly taskId: string;
  readonly clientId: string;
}

const hold = ({ endpoint, token }: TaskServer, how: 'stay' | 'goodbye') =>
  start<Held>(HOLDER, join(standalone, 'client.js'), endpoint, token, how);

async function watch({ endpoint, token }: TaskServer): Promise<TandemClient> {
  const client = await TandemClient.connect({ endpoint, token });
  onTestFinished(() => client.close());
  return client;
}

describe('a client that holds a program stopped', () => {
  it('and is killed lets it go: it runs to its end, past the breakpoints of that client', async () => {
    const server = await serveTasks();
    const [one, two] = [await watch(server), await watch(server)];
    const released = one.next('released');
    const left = one.next('clientDisconnected');
    const completed = [one.next('TaskCompleted'), two.next('TaskCompleted')];
    const { child, said } = await hold(server, 'stay');
    expect(said.state).toBe('stopped');
    expect((await one.task(said.taskId)).info).toMatchObject({ state: 'stopped', heldBy: said.clientId });
    child.kill('SIGKILL');
    expect(await released).toMatchObject({ taskId: said.taskId, by: said.clientId });
    expect(await left).toMatchObject({ clientId: said.clientId, name: 'holder', how: 'vanished' });
    for (const { task } of await Promise.all(completed))
      expect(task).toMatchObject({ exitCode: 5, stops: 1 });
    const { entries } = await (await two.task(said.taskId)).output();
    expect(entries.map(({ text }) => text).join('')).toBe('2\n4\n6\n');
  });

  it('and says goodbye leaves it as it is, for others to go on', async () => {
    const server = await serveTasks();
    const { said } = await hold(server, 'goodbye');
    const task = await (await watch(server)).task(said.taskId);
    const state = await task.state();
    expect(state).toMatchObject({
      state: 'stopped',
      stop: { stack: [{ name: 'twice' }, expect.anything()] },
    });
    expect(task.info.heldBy).toBeUndefined();
    expect(await task.continue()).toMatchObject({ state: 'stopped', stop: { number: 2 } });
    expect(await task.cancel()).toMatchObject({ state: 'ended', end: 'aborted' });
  });
});

describe('a server that ends', () => {
  it('lets no program that stands run on', async () => {
    const { home } = privatePlaces();
    const mark = join(home, 'mark');
    const folder = files({
      'program.js': `debugger;
require('node:fs').writeFileSync(${JSON.stringify(mark)}, '');
setInterval(() => {}, 1e6);
`,
    });
    const server = await createRequire(import.meta.url)(join(standalone, 'server.js')).startServer({
      folders: [folder],
    });
    const client = await TandemClient.connect(server);
    const closed = client.next('closed');
    const [one, two] = [
      await client.start({ program: 'program.js' }),
      await client.start({ program: 'program.js' }),
    ];
    expect(await one.wait()).toMatchObject({ state: 'stopped' });
    expect(await two.wait()).toMatchObject({ state: 'stopped' });
    await server.close();
    await closed;
    expect(existsSync(mark)).toBe(false);
  });
});

describe('a server that is killed', () => {
  it('takes its programs along; its clients are told, and whoever comes next removes what it has left', async () => {
    const { directory } = privatePlaces();
    const folder = files({ 'program.js': `${PROGRAM}setInterval(() => {}, 1e6);` });
    const { child, said } = await start<{ endpoint: string; token: string; publication: string }>(
      SERVER,
      join(standalone, 'server.js'),
      folder,
    );
    const client = await TandemClient.connect({ folder, env: {} });
    expect(client.server.pid).toBe(child.pid);
    const process = client.next('process');
    await client.start({ program: 'program.js' });
    const isGone = watchProcess((await process).pid!);
    const [closed, over] = [client.next('closed'), once(child, 'close')];
    child.kill('SIGKILL');
    expect((await closed).code).toBe('client.gone');
    await over;
    expect(existsSync(said.publication)).toBe(true);
    expect(readdirSync(directory)).toHaveLength(2);
    expect(runningServers()).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
    while (!isGone()) await new Promise((resolve) => setTimeout(resolve, 10));
  });
});
