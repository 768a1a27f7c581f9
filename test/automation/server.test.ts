import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { deferred } from '../../adapter/util/deferred.ts';
import { findServer } from '../../automation/discovery/find-server.ts';
import { TaskServer, type TaskServerOptions } from '../../automation/server/task-server.ts';
import { errors } from '../../protocol/errors.ts';
import type { Happening } from '../../protocol/tasks/events.ts';
import { privatePlaces } from '../support/private-places.ts';
import { RawClient } from './support/raw-client.ts';
import { ScriptedService } from './support/scripted-service.ts';
import { serve as serveTasks } from './support/serving.ts';

let service: ScriptedService;
let directory: string;

beforeEach(() => {
  ({ directory } = privatePlaces());
  service = new ScriptedService();
});

const serve = (options?: Partial<TaskServerOptions>) => serveTasks(service, options);

const message = (happening: Happening) =>
  ({ type: 'Message', taskId: 't1', timestamp: 1, message: happening }) as const;
const command = (requestId: number, commandName = 'ListTasks'): string =>
  `${JSON.stringify({ type: 'TaskCommand', origin: 'Client', requestId, data: { commandName } })}\n`;
const output = (cursor: number, text = 'x') => message({ kind: 'output', cursor, category: 'stdout', text });

describe('a task server', () => {
  it('greets a client by an id of its own, and says who it is', async () => {
    const server = await serve({ readOnly: () => true });
    const [one, two] = [await RawClient.enter(server), await RawClient.enter(server)];
    expect(one.heard[0]).toEqual({
      type: 'Ack',
      origin: 'Server',
      data: {
        clientId: expect.stringMatching(/^[0-9a-f]{12}$/),
        resumeToken: expect.stringMatching(/^[\w-]{43}$/),
        pid: process.pid,
        ppid: process.ppid,
        protocol: 1,
        version: expect.any(String),
        kind: 'server',
        folders: ['/work/app'],
        readOnly: true,
      },
    });
    expect(two.clientId).not.toBe(one.clientId);
  });

  it('is found by its folder, until it is closed and has left nothing behind', async () => {
    const server = await serve();
    const found = findServer({ folder: '/work/app/src', env: {} });
    expect(found).toMatchObject({ token: server.token, publication: { name: 'app', kind: 'server' } });
    expect(server.publication).toContain(directory);
    await server.close();
    expect(readdirSync(directory)).toEqual([]);
    expect(() => findServer({ folder: '/work/app', env: {} })).toThrow();
  });

  it('tells all clients that it ends, and closes them', async () => {
    const server = await serve();
    const clients = [await RawClient.enter(server), await RawClient.enter(server, { events: false })];
    await server.close();
    for (const client of clients) {
      expect((await client.next({ type: 'Closing' })).data).toMatchObject({ code: 'task.serverClosed' });
      await client.closed;
    }
    expect(service.departures.map(([, how]) => how)).toEqual(['vanished', 'vanished']);
  });

  it('answers every command once, in the order in which they are done', async () => {
    const server = await serve();
    const client = await RawClient.enter(server);
    const waiting: (() => void)[] = [];
    service.script = (_caller, name) =>
      name === 'Wait' ? new Promise((resolve) => waiting.push(() => resolve('waited'))) : name;
    client.command('w', 'Wait');
    client.command(2, 'ListTasks');
    client.command(3, 'GetOutput');
    expect(await client.answer(2)).toEqual({ ok: true, answer: 'ListTasks' });
    expect(await client.answer(3)).toEqual({ ok: true, answer: 'GetOutput' });
    waiting[0]!();
    expect(await client.answer('w')).toEqual({ ok: true, answer: 'waited' });
    expect(client.heard.filter(({ type }) => type === 'TaskAnswer')).toHaveLength(3);
  });

  it('tells what went wrong, with its code and what to do', async () => {
    const server = await serve();
    const client = await RawClient.enter(server);
    service.script = () => {
      throw errors.taskUnknown('t9', ['t1']);
    };
    client.command(1, 'GetState', { taskId: 't9' });
    expect(await client.answer(1)).toEqual({
      ok: false,
      error: { code: 'task.unknown', message: expect.stringContaining('t9'), hint: expect.any(String) },
    });
  });

  it('says of a command whose answer cannot be sent that it was carried out', async () => {
    const server = await serve();
    const client = await RawClient.enter(server);
    const circle: Record<string, unknown> = {};
    circle.circle = circle;
    service.script = () => circle;
    client.command(1, 'ListTasks');
    expect((await client.answer(1)).error?.code).toBe('taskServer.answerUnsendable');
  });

  it('knows who says something, and under which name', async () => {
    const server = await serve();
    const client = await RawClient.enter(server, { name: 'a test' });
    service.script = (caller) => caller;
    client.command(1, 'ListTasks', {}, { clientId: client.clientId });
    expect((await client.answer(1)).answer).toEqual({ id: client.clientId, name: 'a test' });
  });

  it('tells events to all, in their order, and to nobody who does not want them', async () => {
    const server = await serve();
    const [one, two] = [await RawClient.enter(server), await RawClient.enter(server)];
    const deaf = await RawClient.enter(server, { events: false });
    service.events.emit(output(1));
    service.events.emit(message({ kind: 'exited', exitCode: 3 }));
    for (const client of [one, two]) {
      expect((await client.next({ type: 'TaskEvent' })).data).toEqual(output(1));
      expect((await client.next({ type: 'TaskEvent' })).data).toMatchObject({ message: { kind: 'exited' } });
    }
    deaf.command(1, 'ListTasks');
    await deaf.answer(1);
    expect(deaf.heard.map(({ type }) => type)).toEqual(['Ack', 'TaskAnswer']);
  });

  it('says something to one, or to all', async () => {
    const server = await serve();
    const [one, two] = [await RawClient.enter(server), await RawClient.enter(server)];
    const note = (cursor: number) =>
      ({ type: 'OutputSkipped', origin: 'Server', data: { taskId: 't', cursor } }) as const;
    expect(server.send(one.clientId, note(1))).toBe(true);
    expect(server.send('nobody', note(1))).toBe(false);
    server.broadcast(note(2));
    expect((await one.next({ type: 'OutputSkipped' })).data).toMatchObject({ cursor: 1 });
    expect((await one.next({ type: 'OutputSkipped' })).data).toMatchObject({ cursor: 2 });
    expect((await two.next({ type: 'OutputSkipped' })).data).toMatchObject({ cursor: 2 });
  });

  it('is published anew when its folders change', async () => {
    const folders: string[] = [];
    const server = await serve({ folders: () => folders, kind: 'window' });
    expect(() => findServer({ folder: '/elsewhere', env: {} })).toThrow();
    folders.push('/elsewhere');
    server.publish();
    expect(findServer({ folder: '/elsewhere', env: {} }).publication?.name).toBe('elsewhere');
  });

  it('listens on a port of loopback when it is told to, and nowhere else unless that is allowed', async () => {
    const server = await serve({ listen: 'tcp' });
    expect(server.endpoint).toMatch(/^tcp:127\.0\.0\.1:\d+$/);
    expect((await RawClient.enter(server)).clientId).not.toBe('');
    const open = { service, kind: 'server', folders: () => [], readOnly: () => false } as const;
    await expect(TaskServer.start({ ...open, listen: 'tcp:0.0.0.0:1' })).rejects.toMatchObject({
      code: 'ipc.hostNotLoopback',
    });
  });
});

describe('a client of a task server', () => {
  it('is announced to the others, and so is its leaving', async () => {
    const server = await serve({ graceMs: 0 });
    const witness = await RawClient.enter(server);
    const polite = await RawClient.enter(server, { name: 'polite' });
    const { clientId } = polite;
    expect((await witness.next({ type: 'Connect' })).data).toEqual({ clientId, name: 'polite' });
    polite.goodbye();
    expect((await witness.next({ type: 'Disconnect' })).data).toEqual({
      clientId,
      name: 'polite',
      how: 'goodbye',
    });
    await polite.closed;
    const cut = await RawClient.enter(server);
    cut.socket.destroy();
    expect((await witness.next({ type: 'Disconnect' })).data).toEqual({
      clientId: cut.clientId,
      how: 'vanished',
    });
    expect(service.departures).toEqual([
      [clientId, 'goodbye'],
      [cut.clientId, 'vanished'],
    ]);
    expect(server.clients).toEqual([witness.clientId]);
  });

  it('that says goodbye has said so, also when it is told something at that moment', async () => {
    const server = await serve({ graceMs: 0 });
    const witness = await RawClient.enter(server);
    const leaving = await RawClient.enter(server);
    leaving.goodbye();
    // Gone before the server has read that: what it tells now cannot be written any more.
    leaving.socket.destroy();
    for (let cursor = 1; cursor < 50; cursor += 1) service.events.emit(output(cursor));
    expect((await witness.next({ type: 'Disconnect' })).data).toMatchObject({ how: 'goodbye' });
  });

  it('goes on as it was when it comes back in time', async () => {
    const server = await serve({ graceMs: 60_000 });
    const lost = await RawClient.enter(server, { name: 'one' });
    lost.socket.destroy();
    const back = await RawClient.enter(server, lost.again);
    expect(back.clientId).toBe(lost.clientId);
    service.script = (caller) => caller;
    back.command(1, 'ListTasks');
    expect((await back.answer(1)).answer).toMatchObject({ name: 'one' });
    expect(service.departures).toEqual([]);
  });

  it('is somebody new when it comes back too late', async () => {
    const server = await serve({ graceMs: 0 });
    const witness = await RawClient.enter(server);
    const lost = await RawClient.enter(server);
    lost.socket.destroy();
    await witness.next({ type: 'Disconnect' });
    const back = await RawClient.enter(server, lost.again);
    expect(back.clientId).not.toBe(lost.clientId);
  });

  it('that comes back before its end was noticed takes the place of the former connection', async () => {
    const server = await serve({ graceMs: 0 });
    const half = await RawClient.enter(server);
    const back = await RawClient.enter(server, half.again);
    expect((await half.next({ type: 'Closing' })).data).toMatchObject({ code: 'taskServer.replaced' });
    await half.closed;
    back.command(1, 'ListTasks');
    expect((await back.answer(1)).ok).toBe(true);
    expect(service.departures).toEqual([]);
  });

  it('is not taken over by another that has heard its id', async () => {
    const server = await serve({ graceMs: 60_000 });
    const witness = await RawClient.enter(server);
    const [victim, cutOff] = [await RawClient.enter(server), await RawClient.enter(server)];
    cutOff.socket.destroy();
    for (const { clientId: resume } of [victim, cutOff]) {
      for (const guess of [{}, { resumeToken: '' }, { resumeToken: server.token }]) {
        const other = await RawClient.enter(server, { resume, ...guess });
        expect([victim.clientId, cutOff.clientId]).not.toContain(other.clientId);
      }
    }
    const newcomer = await RawClient.enter(server, victim.again);
    expect(newcomer.clientId).toBe(victim.clientId);
    expect(JSON.stringify(witness.heard.slice(1))).not.toContain(victim.resumeToken);
    const back = await RawClient.enter(server, cutOff.again);
    expect(back.clientId).toBe(cutOff.clientId);
  });

  it('that does not read is not told of output, and where it can ask for it, when it reads again', async () => {
    const server = await serve();
    const slow = await RawClient.enter(server);
    const text = 'x'.repeat(64 * 1024);
    slow.socket.pause();
    for (let cursor = 1; cursor <= 200; cursor += 1) service.events.emit(output(cursor, text));
    service.events.emit(message({ kind: 'exited', exitCode: 0 }));
    slow.socket.resume();
    const { data } = await slow.next({ type: 'OutputSkipped' });
    const told = slow.heard.filter(({ type }) => type === 'TaskEvent').map(({ data }) => data as never);
    const cursors = told.flatMap(({ message: { cursor } }: { message: { cursor?: number } }) => cursor ?? []);
    expect(data).toEqual({ taskId: 't1', cursor: cursors.at(-1) });
    expect(cursors.length).toBeLessThan(100);
    expect(told.at(-1)).toMatchObject({ message: { kind: 'exited' } });
    service.events.emit(output(201));
    expect((await slow.next({ type: 'TaskEvent' })).data).toEqual(output(201));
  });

  it('that reads nothing at all is given up before it costs much memory', async () => {
    const server = await serve({ graceMs: 0 });
    const stuck = await RawClient.enter(server);
    stuck.socket.pause();
    const reason = 'x'.repeat(256 * 1024);
    const data = message({ kind: 'stopped', threadId: 1, reason, breakpoints: [] });
    let told = 0;
    for (; server.send(stuck.clientId, { type: 'TaskEvent', origin: 'Server', data }); told += 1)
      await new Promise(setImmediate);
    expect(told * reason.length).toBeLessThan(20 * 1024 * 1024);
    stuck.socket.resume();
    await stuck.closed;
    await vi.waitFor(() => expect(service.departures).toEqual([[stuck.clientId, 'vanished']]));
  });

  it('that asks without reading is asked to wait, and not served from memory', async () => {
    const server = await serve();
    const greedy = await RawClient.enter(server);
    let carriedOut = 0;
    service.script = () => {
      carriedOut += 1;
      return 'x'.repeat(8 * 1024);
    };
    greedy.socket.pause();
    for (let id = 0; id < 900; id += 1) greedy.command(id, 'ListTasks');
    const other = await RawClient.enter(server);
    other.command('o', 'ListTasks');
    await other.answer('o');
    expect(carriedOut).toBeLessThan(900);
    greedy.socket.resume();
    await greedy.answer(899);
    expect(carriedOut).toBe(901);
  });

  it('that asks for a lot in one breath is answered as it reads', async () => {
    const server = await serve();
    const greedy = await RawClient.enter(server);
    const other = await RawClient.enter(server);
    let carriedOut = 0;
    service.script = ({ id }) => {
      if (id === other.clientId) return undefined;
      carriedOut += 1;
      return 'x'.repeat(1024 * 1024);
    };
    greedy.socket.pause();
    const lines = Array.from({ length: 24 }, (_, requestId) => command(requestId));
    greedy.write(lines.join(''));
    for (let id = 0; id < 24; id += 1) {
      other.command(id, 'ListTasks');
      await other.answer(id);
    }
    expect(carriedOut).toBeLessThan(10);
    greedy.socket.resume();
    for (let id = 0; id < 24; id += 1) expect(await greedy.answer(id)).toMatchObject({ ok: true });
  });

  it('that is owed more than is kept for it is told so, command by command', async () => {
    const server = await serve();
    const greedy = await RawClient.enter(server);
    const waiting: ((answer: string) => void)[] = [];
    const all = deferred();
    service.script = () =>
      new Promise<string>((resolve) => {
        if (waiting.push(resolve) === 60) all.resolve();
      });
    for (let id = 0; id < 60; id += 1) greedy.command(id, 'Wait');
    await all.promise;
    greedy.socket.pause();
    for (const resolve of waiting) resolve('x'.repeat(1024 * 1024));
    await new Promise(setImmediate);
    greedy.socket.resume();
    const answers = [];
    for (let id = 0; id < 60; id += 1) answers.push(await greedy.answer(id));
    const refused = answers.filter(({ ok }) => !ok);
    expect(refused.length).toBeGreaterThan(60 - 20);
    for (const { error } of refused) expect(error).toMatchObject({ code: 'taskServer.answerUnsendable' });
  });
});

describe('a hundred clients', () => {
  it('are all served, and hear everything', async () => {
    const server = await serve();
    const clients = await Promise.all(
      Array.from({ length: 100 }, () => RawClient.enter(server, { name: 'one of many' })),
    );
    for (const client of clients) for (let id = 0; id < 20; id += 1) client.command(id, 'GetOutput', { id });
    for (let cursor = 1; cursor <= 20; cursor += 1) service.events.emit(output(cursor));
    await Promise.all(
      clients.map((client) =>
        client.next((heard) => (heard.data as { message?: { cursor: number } }).message?.cursor === 20),
      ),
    );
    for (const client of clients) {
      client.command('last', 'ListTasks');
      while (!client.heard.some(({ requestId }) => requestId === 'last')) await once(client.socket, 'data');
      const answers = client.heard.filter(({ type }) => type === 'TaskAnswer');
      expect(answers.map(({ requestId }) => requestId)).toEqual([...Array(20).keys(), 'last']);
    }
    for (const client of clients) client.goodbye();
    await Promise.all(clients.map(({ closed }) => closed));
    expect(server.clients).toEqual([]);
    expect(existsSync(server.publication!)).toBe(true);
  });
});
