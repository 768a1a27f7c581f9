import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ConnectOptions, TandemClient } from '../../automation/client/client.ts';
import { SERVER_VARIABLE } from '../../automation/discovery/find-server.ts';
import type { TaskServer } from '../../automation/server/task-server.ts';
import type { TandemError } from '../../protocol/errors.ts';
import type { TaskInfo } from '../../protocol/tasks/task.ts';
import { privatePlaces } from '../support/private-places.ts';
import { gateTo } from './support/gate.ts';
import { ScriptedService } from './support/scripted-service.ts';
import { serve } from './support/serving.ts';

let service: ScriptedService;
let server: TaskServer;
let directory: string;

const task: TaskInfo = {
  taskId: 't1',
  name: 'a task',
  state: 'running',
  startedAt: 1,
  stops: 0,
  outputCursor: 0,
};

beforeEach(async () => {
  ({ directory } = privatePlaces());
  service = new ScriptedService();
  service.script = () => ({ tasks: [task] });
  server = await serve(service, { listen: 'tcp' });
});

async function connect(options: ConnectOptions = {}): Promise<TandemClient> {
  const { endpoint, token } = server;
  const client = await TandemClient.connect({ endpoint, token, ...options });
  onTestFinished(() => client.close());
  return client;
}

const code = (name: string) => expect.objectContaining({ code: name });

describe('a client', () => {
  it('finds the server of its folder, and knows what that says of itself', async () => {
    const client = await TandemClient.connect({ folder: '/work/app/src', env: {} });
    onTestFinished(() => client.close());
    expect(client.server).toMatchObject({ pid: process.pid, kind: 'server', folders: ['/work/app'] });
    expect(client.clientId).toMatch(/^[0-9a-f]{12}$/);
    expect([client.isConnected, client.isReady]).toEqual([true, true]);
  });

  it('finds the server of its terminal', async () => {
    const client = await TandemClient.connect({ env: { [SERVER_VARIABLE]: server.publication } });
    onTestFinished(() => client.close());
    expect(client.server.pid).toBe(process.pid);
  });

  it('gets answers, and errors with their code and what to do', async () => {
    const client = await connect();
    expect(await client.tasks()).toEqual([task]);
    await expect(client.send('Explode' as never, {} as never)).rejects.toMatchObject({
      name: 'TandemError',
      code: 'task.commandUnknown',
      hint: expect.any(String),
    });
  });

  it('does not send what would be refused', async () => {
    const client = await connect();
    service.script = () => expect.fail('it was sent');
    const breakpoints = [{ function: 'main', logMessage: 'here' }];
    await expect(client.send('AddBreakpoints', { breakpoints })).rejects.toMatchObject({
      code: 'task.commandInvalid',
      message: expect.stringContaining('no "column" and no "logMessage": give the line where it begins'),
    });
  });

  it('does not believe an answer that is none', async () => {
    const client = await connect();
    service.script = () => ({ tasks: [{ taskId: 5 }] });
    await expect(client.tasks()).rejects.toThrow(code('client.messageInvalid'));
  });

  it('hears what happens by its name, and all of it', async () => {
    const client = await connect();
    const heard: unknown[] = [];
    client.on('output', ({ taskId, text }) => heard.push(['output', taskId, text]));
    client.on('TaskCompleted', ({ task }) => heard.push(['TaskCompleted', task.exitCode]));
    client.onEvent(({ type }) => heard.push(type));
    const removed = client.on('TaskCompleted', () => heard.push('removed'));
    removed[Symbol.dispose]();
    const about = { taskId: 't1', timestamp: 1 };
    const message = { kind: 'output', cursor: 1, category: 'stdout', text: 'hello' } as const;
    service.events.emit({ type: 'Message', ...about, message });
    const ended = client.next('TaskCompleted');
    service.events.emit({ type: 'TaskCompleted', ...about, task: { ...task, state: 'ended', exitCode: 3 } });
    expect((await ended).taskId).toBe('t1');
    expect(heard).toEqual(['Message', ['output', 't1', 'hello'], 'TaskCompleted', ['TaskCompleted', 3]]);
  });

  it('hears of other clients', async () => {
    const client = await connect();
    const came = client.next('clientConnected');
    const other = await connect({ name: 'another' });
    expect(await came).toEqual({ clientId: other.clientId, name: 'another', pid: process.pid });
    const left = client.next('clientDisconnected');
    await other.close();
    expect(await left).toMatchObject({ clientId: other.clientId, name: 'another', how: 'goodbye' });
  });

  it('says goodbye, and is closed then', async () => {
    const client = await connect();
    service.script = () => new Promise(() => {});
    const isClosed = code('client.closed');
    const waiting = expect(client.tasks()).rejects.toThrow(isClosed);
    const never = expect(client.next('stopped')).rejects.toThrow(isClosed);
    const closed = client.next('closed');
    await client.close();
    await client.close();
    expect(await closed).toEqual(isClosed);
    await Promise.all([waiting, never]);
    await expect(client.tasks()).rejects.toThrow(code('client.closed'));
    expect([client.isConnected, client.isReady]).toEqual([false, false]);
    expect(service.departures).toEqual([[client.clientId, 'goodbye']]);
  });

  it('is told that the server ends', async () => {
    const client = await connect();
    const closed = client.next('closed');
    await server.close();
    expect(await closed).toMatchObject({ code: 'client.gone', message: expect.stringContaining('ended') });
    await expect(client.tasks()).rejects.toThrow(code('client.gone'));
  });

  it('whose listener throws hears what comes after it', async () => {
    const client = await connect();
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    const thrown = once(process, 'uncaughtException');
    client.on('clientConnected', () => {
      throw new Error('a bug');
    });
    const came = client.next('clientConnected');
    await connect();
    await came;
    expect(await thrown).toMatchObject([{ message: 'a bug' }, 'uncaughtException']);
    for (const listener of listeners) process.on('uncaughtException', listener);
    expect(await client.tasks()).toEqual([task]);
  });
});

describe('a client that is not let in', () => {
  it('is told that its token is wrong', async () => {
    await expect(connect({ token: 'x' })).rejects.toThrow(code('taskServer.tokenWrong'));
  });

  it('is told that there is no server', async () => {
    await expect(TandemClient.connect({ folder: '/elsewhere', env: {} })).rejects.toThrow(
      code('discovery.none'),
    );
    await server.close();
    await expect(connect()).rejects.toThrow(code('discovery.gone'));
  });

  it('removes what is published and not there any more, and looks further', async () => {
    const file = join(directory, `window-${process.ppid}.json`);
    const own = { endpoint: 'unix:/nowhere/at/all', token: 't', version: '0', startedAt: 1, name: 'n' };
    const publication = { ...own, pid: process.ppid, kind: 'window', folders: ['/work/app/src'] };
    writeFileSync(file, JSON.stringify(publication), { mode: 0o600 });
    const client = await TandemClient.connect({ folder: '/work/app/src', env: {} });
    onTestFinished(() => client.close());
    expect(client.server.pid).toBe(process.pid);
    expect(existsSync(file)).toBe(false);
    await expect(TandemClient.connect({ pid: process.ppid, env: {} })).rejects.toThrow(
      code('discovery.pidUnknown'),
    );
  });

  it('is told that what listens there says nothing', async () => {
    const silent = createSocketServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const spoken = once(silent, 'connection').then(async ([socket]: Socket[]) => {
      onTestFinished(() => void silent.close());
      onTestFinished(() => void socket!.destroy());
      await once(socket!, 'data');
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { port } = silent.address() as AddressInfo;
    const refused = expect(connect({ endpoint: `tcp:127.0.0.1:${port}`, token: 't' })).rejects.toThrow(
      expect.objectContaining({
        code: 'client.noTaskServer',
        message: expect.stringContaining('It has not answered for 10 s.'),
      }),
    );
    await spoken;
    vi.advanceTimersByTime(10_000);
    await refused;
  });

  it('is told that what listens there is something else', async () => {
    const web = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
    const mute = createSocketServer((socket) => socket.end()).listen(0, '127.0.0.1');
    onTestFinished(() => {
      web.close();
      mute.close();
    });
    for (const stranger of [web, mute]) {
      if (!stranger.listening) await once(stranger, 'listening');
      const { port } = stranger.address() as AddressInfo;
      const endpoint = `tcp:127.0.0.1:${port}`;
      await expect(connect({ endpoint })).rejects.toThrow(code('client.noTaskServer'));
    }
  });
});

describe('a client that loses its connection', () => {
  async function behindGate(options: ConnectOptions = {}) {
    const gate = await gateTo(server.endpoint);
    const client = await connect({ endpoint: gate.endpoint, ...options });
    const told: string[] = [];
    for (const event of ['lost', 'reconnected', 'closed'] as const) client.on(event, () => told.push(event));
    return { gate, client, told };
  }

  it('connects again as the same client; what was not answered is rejected, and not sent again', async () => {
    const { gate, client, told } = await behindGate();
    let carriedOut = 0;
    service.script = () => {
      carriedOut += 1;
      return new Promise(() => {});
    };
    const unanswered = client.tasks();
    while (carriedOut === 0) await new Promise(setImmediate);
    const { clientId } = client;
    const [lost, back] = [client.next('lost'), client.next('reconnected')];
    gate.close();
    await expect(unanswered).rejects.toThrow(code('client.connectionLost'));
    await lost;
    expect([client.isConnected, client.isReady]).toEqual([true, false]);
    service.script = () => ({ tasks: [] });
    const later = client.tasks();
    gate.open();
    expect(await back).toEqual({ resumed: true });
    expect(await later).toEqual([]);
    expect([client.clientId, client.isReady, carriedOut]).toEqual([clientId, true, 1]);
    expect(told).toEqual(['lost', 'reconnected']);
    expect(service.departures).toEqual([]);
  });

  it('is another client to a server that has given it up', async () => {
    server = await serve(service, { listen: 'tcp', graceMs: 0 });
    const { gate, client } = await behindGate();
    const { clientId } = client;
    const back = client.next('reconnected');
    gate.close();
    while (service.departures.length === 0) await new Promise(setImmediate);
    gate.open();
    expect(await back).toEqual({ resumed: false });
    expect(client.clientId).not.toBe(clientId);
  });

  it('gives up when nobody listens any more', async () => {
    const { gate, client, told } = await behindGate();
    const closed = client.next('closed');
    await gate.remove();
    expect((await closed).code).toBe('client.gone');
    await expect(client.tasks()).rejects.toThrow(code('client.gone'));
    expect(told).toEqual(['lost', 'closed']);
  });

  it('gives up at once where it is told to, and when it is closed', async () => {
    const { gate, client, told } = await behindGate({ reconnectMs: 0 });
    const closed = client.next('closed');
    gate.close();
    expect(((await closed) as TandemError).code).toBe('client.gone');
    expect(told).toEqual(['closed']);
    gate.open();
    const other = await behindGate();
    const lost = other.client.next('lost');
    other.gate.close();
    await lost;
    const waiting = expect(other.client.tasks()).rejects.toThrow(code('client.closed'));
    await other.client.close();
    await waiting;
  });
});
