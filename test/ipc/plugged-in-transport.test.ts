import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CommandReceiver, CommandSender } from '../../ipc/command-channel.ts';
import { connect } from '../../ipc/connect.ts';
import { FramedConnection } from '../../ipc/connection.ts';
import { formatEndpoint, parseEndpoint } from '../../ipc/endpoint.ts';
import { IpcManager } from '../../ipc/ipc-manager.ts';
import { parseLauncherArgs } from '../../ipc/launcher-args.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';
import { registerTransport } from '../../ipc/transports/registry.ts';
import { listenerContract } from './listener-contract.ts';
import { room } from './plugged-in-transport.ts';
import { helloBody, LIMIT_MS } from './support.ts';

describe('a transport that is plugged in', () => {
  let registration: Disposable;
  beforeAll(() => {
    registration = registerTransport(room);
  });
  afterAll(() => registration[Symbol.dispose]());

  listenerContract('room', () => room.listen({ transport: 'room', room: 'contract' }));

  test('carries a session, from the launcher arguments to the last answer', async () => {
    await using manager = new IpcManager();
    const { launcherArgs, token } = await manager.listen({ transport: 'auto', room: 'attic' });
    expect(launcherArgs).toEqual(['--ipc', 'room', '--ipc-room', 'attic']);

    const stream = await connect(parseLauncherArgs(launcherArgs));
    await using launcher = new FramedConnection(stream, 'launcher');
    using receiver = new CommandReceiver(launcher, (command, args) => ({ command, args }));
    receiver.emit('hello', helloBody(token));

    const { connection, hello } = await manager.accept(LIMIT_MS);
    expect(hello).toEqual(helloBody(token));
    using sender = new CommandSender(connection);
    expect(await sender.request('ping', { much: 1 })).toEqual({ command: 'ping', args: { much: 1 } });
  });

  test('has its endpoints read, written and checked as any other', async () => {
    const endpoint = parseEndpoint('room:attic');
    expect(endpoint).toEqual({ transport: 'room', room: 'attic' });
    expect(formatEndpoint(endpoint)).toBe('room:attic');
    expect(() => parseEndpoint('room:a b')).toThrow('"room:a b" is not an endpoint: "a b" is not the name');
    await expect(connect(endpoint)).rejects.toThrow('Cannot connect to the room attic: nobody is there.');
  });

  test('has a name of its own', () => {
    expect(() => registerTransport(room)).toThrow(expect.objectContaining({ code: 'ipc.transportTaken' }));
  });

  test('is unknown once it is unplugged', async () => {
    registration[Symbol.dispose]();
    await expect(TransportFactory.createListener({ transport: 'room', room: 'r' })).rejects.toMatchObject({
      code: 'ipc.transportUnknown',
      hint: expect.stringContaining('unix, pipe, ws, tcp, stdio'),
    });
    registration = registerTransport(room);
  });
});
