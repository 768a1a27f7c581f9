import { beforeEach, describe, expect, it } from 'vitest';
import type { TaskServer } from '../../automation/server/task-server.ts';
import { privatePlaces } from '../support/private-places.ts';
import { RawClient } from './support/raw-client.ts';
import { ScriptedService } from './support/scripted-service.ts';
import { serve } from './support/serving.ts';

let service: ScriptedService;
let server: TaskServer;
/** Somebody who has nothing to do with what the others say. */
let witness: RawClient;

beforeEach(async () => {
  privatePlaces();
  service = new ScriptedService();
  server = await serve(service, { graceMs: 0 });
  witness = await RawClient.enter(server);
  return async () => {
    witness.command('still there', 'ListTasks');
    expect(await witness.answer('still there')).toMatchObject({ ok: true });
  };
});

const json = (value: unknown): string => `${JSON.stringify(value)}\n`;
const connect = (data: object, more: object = {}) =>
  json({ type: 'Connect', origin: 'Client', data, ...more });
const command = (more: object) =>
  json({
    type: 'TaskCommand',
    origin: 'Client',
    requestId: 1,
    data: { commandName: 'ListTasks', data: {} },
    ...more,
  });

const HTTP = 'POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Type: text/plain\r\n\r\n{"type":"Connect"}\n';
const BINARY = Buffer.from([0x44, 0x50, 0x01, 0x02, 0xff, 0xfe, 0x00, 0x0a]);

const DEEP = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;

describe('somebody who has not said who it is', () => {
  it.each<[what: string, bytes: string | Buffer, code: string]>([
    ['is no JSON', 'hello\n', 'taskServer.notJson'],
    ['is no object', '42\n', 'taskServer.messageUnknown'],
    ['is a list', '[]\n', 'taskServer.messageUnknown'],
    ['is null', 'null\n', 'taskServer.messageUnknown'],
    ['has no type', '{}\n', 'taskServer.messageUnknown'],
    ['has a type that nothing has', '{"type":"__proto__"}\n', 'taskServer.messageUnknown'],
    ['is of HTTP', HTTP, 'taskServer.http'],
    ['is binary', BINARY, 'frame.payload'],
    ['is a command', command({}), 'taskServer.connectFirst'],
    ['is a goodbye', json({ type: 'Disconnect', origin: 'Client' }), 'taskServer.connectFirst'],
    ['has no token', connect({}), 'taskServer.messageInvalid'],
    ['has a wrong token', connect({ token: 'x'.repeat(43) }), 'taskServer.tokenWrong'],
    ['has an empty token', connect({ token: '' }), 'taskServer.tokenWrong'],
    ['has a token that is no text', connect({ token: ['x'] }), 'taskServer.messageInvalid'],
    ['has fields that nobody knows', connect({ token: 'x', tokens: 'x' }), 'taskServer.messageInvalid'],
    [
      'is said in the name of the server',
      connect({ token: 'x' }, { origin: 'Server' }),
      'taskServer.messageInvalid',
    ],
    ['is longer than anybody needs', 'x'.repeat(70 * 1024), 'taskServer.connectTooLong'],
    ['is nested without end', `${'['.repeat(60_000)}\n`, 'taskServer.notJson'],
  ])('is told what is wrong, and is gone, when what it says %s', async (_what, bytes, code) => {
    const stranger = new RawClient(server.endpoint);
    stranger.write(bytes);
    expect(await stranger.error()).toBe(code);
    await stranger.closed;
    expect(stranger.heard).toHaveLength(1);
    expect(server.clients).toEqual([witness.clientId]);
  });

  it('is told what is wrong although it goes on talking', async () => {
    const { endpoint } = await serve(service, { listen: 'tcp' });
    const stranger = new RawClient(endpoint);
    stranger.write('x'.repeat(8 * 1024 * 1024));
    expect(await stranger.error()).toBe('taskServer.connectTooLong');
    await stranger.closed;
  });

  it('is told so when it speaks another version of the protocol', async () => {
    const stranger = new RawClient(server.endpoint);
    stranger.write(connect({ token: server.token, protocol: 2 }));
    expect(await stranger.error()).toBe('taskServer.protocol');
    await stranger.closed;
  });

  it('is told so when it goes in the middle of a line', async () => {
    const stranger = new RawClient(server.endpoint);
    stranger.socket.end('{"type":"Conn');
    expect(await stranger.error()).toBe('frame.truncated');
    await stranger.closed;
  });

  it('is told so when it says nothing for five seconds', async () => {
    const stranger = new RawClient(server.endpoint);
    expect(await stranger.error()).toBe('taskServer.connectTimeout');
    await stranger.closed;
  });
});

describe('a client', () => {
  it.each<[what: string, bytes: string, code: string]>([
    ['is no JSON', '{"type":\n', 'taskServer.notJson'],
    ['is of no type that there is', json({ type: 'Ack', origin: 'Client' }), 'taskServer.messageUnknown'],
    ['is said again', connect({ token: 'x' }), 'taskServer.connectedAlready'],
    ['has no request id', command({ requestId: undefined }), 'taskServer.messageInvalid'],
    ['has a type without end', `{"type":${DEEP}}\n`, 'taskServer.notJson'],
    [
      'has a request id nested without end',
      `{"type":"TaskCommand","requestId":${DEEP}}\n`,
      'taskServer.messageInvalid',
    ],
    ['has a request id without end', command({ requestId: 'x'.repeat(129) }), 'taskServer.messageInvalid'],
  ])('is told what is wrong, and goes on, when what it says %s', async (_what, bytes, code) => {
    const client = await RawClient.enter(server);
    client.write(bytes);
    expect(await client.error()).toBe(code);
    client.command(2, 'ListTasks');
    expect(await client.answer(2)).toMatchObject({ ok: true });
  });

  it.each<[what: string, more: object, code: string]>([
    ['comes in the name of the server', { origin: 'Server' }, 'taskServer.messageInvalid'],
    ['is in the name of another client', { clientId: '0123456789ab' }, 'taskServer.clientIdWrong'],
    ['has no data', { data: undefined }, 'taskServer.messageInvalid'],
    ['has no name', { data: { commandName: '', data: {} } }, 'taskServer.messageInvalid'],
    ['has a name that nobody knows', { data: { commandName: 'Explode', data: {} } }, 'task.commandUnknown'],
    [
      'has a name that every object knows',
      { data: { commandName: 'toString', data: {} } },
      'task.commandUnknown',
    ],
    ['has fields that nobody knows', { taskId: 't1' }, 'taskServer.messageInvalid'],
  ])('gets the one answer to a command that %s', async (_what, more, code) => {
    const client = await RawClient.enter(server);
    client.write(command(more));
    expect(await client.answer(1)).toMatchObject({ ok: false, error: { code } });
    client.command(2, 'ListTasks');
    expect(await client.answer(2)).toMatchObject({ ok: true });
    expect(client.heard.filter(({ type }) => type !== 'TaskAnswer')).toHaveLength(1);
  });

  it('is told where in its message the mistake is', async () => {
    const client = await RawClient.enter(server);
    client.write(command({ data: { commandName: 5 }, origin: 'me' }));
    const { error } = (await client.answer(1)) as { error?: { code: string; message?: string } };
    expect(error?.message).toBe(
      'The message "TaskCommand" was not understood: origin must be "Client", but is "me"; ' +
        'data.commandName must be a text, but is 5.',
    );
  });

  it.each([
    [
      command({ requestId: 1, origin: 'Client', data: { commandName: 'ListTasks', data: 'DEEP' } }).replace(
        '"DEEP"',
        DEEP,
      ),
      'it is nested deeper than 100 levels',
    ],
    [command({ clientId: 5 }), 'clientId must be a text, but is 5'],
  ])('is told precisely what cannot be understood', async (bytes, problem) => {
    const client = await RawClient.enter(server);
    client.write(bytes);
    const { error } = (await client.answer(1)) as { error?: { message?: string } };
    expect(error?.message).toBe(`The message "TaskCommand" was not understood: ${problem}.`);
  });

  it('is told that a text is too long in characters', async () => {
    const client = await RawClient.enter(server);
    client.write(command({ requestId: 'x'.repeat(129) }));
    await client.error();
    expect(client.heard.at(-1)?.data).toMatchObject({
      message: expect.stringContaining('requestId must be at most 128 characters long'),
    });
  });

  it('is told of two commands by one id that the second was not carried out', async () => {
    const client = await RawClient.enter(server);
    let done = () => {};
    service.script = (_caller, name) =>
      name === 'Wait' ? new Promise<void>((resolve) => (done = resolve)) : undefined;
    client.command('w', 'Wait');
    client.command('w', 'ListTasks');
    expect(await client.error()).toBe('taskServer.requestIdTaken');
    done();
    expect(await client.answer('w')).toMatchObject({ ok: true });
    client.command('w', 'ListTasks');
    expect(await client.answer('w')).toMatchObject({ ok: true });
  });

  it('is refused commands while a thousand are not answered', async () => {
    const client = await RawClient.enter(server);
    const waiting: (() => void)[] = [];
    service.script = () => new Promise<void>((resolve) => waiting.push(resolve));
    for (let id = 0; id <= 1000; id += 1) client.command(id, 'Wait');
    expect(await client.answer(1000)).toMatchObject({ error: { code: 'taskServer.tooManyCommands' } });
    service.script = () => undefined;
    for (const done of waiting) done();
    await client.answer(999);
  });

  it.each<[what: string, bytes: Buffer, code: string]>([
    ['is binary', BINARY, 'frame.payload'],
    ['is a line without end', Buffer.alloc(65 * 1024 * 1024, 'x'), 'frame.tooLong'],
  ])(
    'is told what is wrong, and closed, when nobody can tell where what it says ends: it %s',
    async (_what, bytes, code) => {
      const client = await RawClient.enter(server);
      client.write(bytes);
      expect(await client.error()).toBe(code);
      await client.closed;
      expect((await witness.next({ type: 'Disconnect' })).data).toMatchObject({ how: 'vanished' });
    },
  );

  it('that goes in the middle of a line has vanished', async () => {
    const client = await RawClient.enter(server);
    client.socket.end('{"type":"TaskCom');
    expect(await client.error()).toBe('frame.truncated');
    await client.closed;
    expect((await witness.next({ type: 'Disconnect' })).data).toMatchObject({ how: 'vanished' });
  });
});
