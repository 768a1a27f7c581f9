import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { connect } from '../../ipc/connect.ts';
import { FramedConnection } from '../../ipc/connection.ts';
import { encodeMessage } from '../../ipc/message-codec.ts';
import type { TransportConfig } from '../../ipc/transport-config.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';
import { MAX_MESSAGE } from '../../ipc/websocket/web-socket-stream.ts';
import { closed, event, expectNoLeaks, LIMIT_MS, messages } from './support.ts';

async function listen(config: Partial<TransportConfig> = {}) {
  const result = await TransportFactory.createListener({ transport: 'ws', ...config });
  onTestFinished(() => result.listener.close());
  const { endpoint } = result.listener;
  if (endpoint.transport !== 'ws') throw new Error('not a WebSocket');
  return { ...result, url: endpoint.url, port: new URL(endpoint.url).port };
}

/** How a server answers somebody who wants a WebSocket. */
async function knock(url: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(url, { headers });
  socket.on('error', () => {});
  const [outcome] = await Promise.race([
    once(socket, 'open').then(() => [101]),
    once(socket, 'unexpected-response').then(([, response]) => [response.statusCode]),
  ]);
  socket.terminate();
  return outcome;
}

describe('a WebSocket listener', () => {
  expectNoLeaks();

  test('is on loopback, on a port that the system chooses, and tells the launcher its URL', async () => {
    const { url, launcherArgs, notices } = await listen();
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:[1-9]\d+\/$/);
    expect(launcherArgs).toEqual(['--ipc', 'ws', '--ipc-url', url]);
    expect(notices).toEqual([]);
  });

  test.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]', '127.1.2.3'])(
    'lets in who asks for %s and its port',
    async (host) => {
      const { url, port } = await listen();
      expect(await knock(url, { host: `${host}:${port}` })).toBe(101);
    },
  );

  test.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost.',
    '192.0.2.1',
    '0.0.0.0',
    '',
    'a b',
    'user@localhost',
  ])('turns away who asks for "%s", as a page does whose name was made to lead here', async (host) => {
    const { url, port } = await listen();
    expect(await knock(url, { host: `${host}:${port}` })).toBe(403);
  });

  test.each([':1', ''])('turns away who asks for another port (localhost%s)', async (port) => {
    const { url } = await listen();
    expect(await knock(url, { host: `localhost${port}` })).toBe(403);
  });

  test.each([
    'https://evil.example',
    'http://localhost',
    'http://localhost:1',
    'https://localhost:PORT',
    'null',
    'file://',
    '',
  ])('turns away pages of "%s"', async (origin) => {
    const { url, port } = await listen();
    expect(await knock(url, { origin: origin.replace('PORT', port) })).toBe(403);
  });

  test('lets in pages of its own, and those that were named', async () => {
    const { url, port } = await listen({ allowedOrigins: ['https://debug.example'] });
    expect(await knock(url, { origin: `http://localhost:${port}` })).toBe(101);
    expect(await knock(url, { origin: 'https://debug.example' })).toBe(101);
    expect(await knock(url, { origin: 'https://debug.example.evil' })).toBe(403);
  });

  test('lets in who comes by a name that was given, with any port or with one', async () => {
    const { url } = await listen({ allowedHosts: ['tunnel.example', 'other.example:444'] });
    expect(await knock(url, { host: 'tunnel.example' })).toBe(101);
    expect(await knock(url, { host: 'tunnel.example:8443' })).toBe(101);
    expect(await knock(url, { host: 'other.example:444' })).toBe(101);
    expect(await knock(url, { host: 'other.example' })).toBe(403);
  });

  test('says on plain requests what it wants', async () => {
    const { url } = await listen();
    const [response] = await once(request(url.replace('ws:', 'http:')).end(), 'response');
    response.resume();
    expect(response.statusCode).toBe(426);
  });

  test('drops visitors that have not said what they want when it closes', async () => {
    const { listener, port } = await listen();
    const visitor = connectSocket(Number(port), '127.0.0.1');
    visitor.on('error', () => {});
    await once(visitor, 'connect');
    visitor.write('GET / HTTP/1.1\r\nHost: loc');
    // The server has taken the connection when it has answered a later one.
    await knock((listener.endpoint as { url: string }).url, {});
    await Promise.all([listener.close(), once(visitor.resume(), 'close')]);
  });

  test('open to the network needs leave, warns, and is dialled on loopback', async () => {
    await expect(TransportFactory.createListener({ transport: 'ws', host: '0.0.0.0' })).rejects.toMatchObject(
      { code: 'ipc.hostNotLoopback' },
    );
    const { launcherArgs, notices, port } = await listen({ host: '0.0.0.0', allowNonLoopback: true });
    expect(notices).toEqual([expect.stringContaining('which other machines can reach')]);
    expect(launcherArgs.at(-1)).toBe(`ws://127.0.0.1:${port}/`);
  });
});

describe('what comes over a WebSocket', () => {
  expectNoLeaks();

  async function accepted(socket: WebSocket, listener: Awaited<ReturnType<typeof listen>>['listener']) {
    socket.on('error', () => {});
    await once(socket, 'open');
    const connection = new FramedConnection(await listener.waitForClient(LIMIT_MS), 'adapter');
    onTestFinished(() => connection.close());
    return connection;
  }

  test('is refused when it is text', async () => {
    const { listener, url } = await listen();
    const socket = new WebSocket(url);
    const connection = await accepted(socket, listener);
    socket.send('{"seq":1}');
    expect(await closed(connection)).toMatchObject({
      code: 'ipc.lost',
      message: expect.stringContaining('a text message'),
    });
    await once(socket, 'close');
  });

  test('is refused when it is longer than a message may be, before it is read', async () => {
    const { listener, url } = await listen();
    const socket = new WebSocket(url);
    const connection = await accepted(socket, listener);
    socket.send(Buffer.alloc(MAX_MESSAGE + 1));
    expect(await closed(connection)).toMatchObject({ code: 'ipc.lost' });
    expect((await once(socket, 'close'))[0]).toBe(1009);
  });

  test('is not compressed, whatever a client offers', async () => {
    const { listener, url } = await listen();
    const socket = new WebSocket(url, { perMessageDeflate: true });
    await accepted(socket, listener);
    expect(socket.extensions).toBe('');
    socket.close();
  });

  test('is a stream of bytes: where its messages end means nothing', async () => {
    const { listener, url } = await listen();
    const socket = new WebSocket(url);
    const connection = await accepted(socket, listener);
    const said = encodeMessage('event', event(1));
    for (const byte of said) socket.send(Uint8Array.of(byte));
    expect(await messages(connection, 1)).toEqual([event(1)]);
    socket.close();
    expect((await closed(connection)).code).toBe('ipc.peerClosed');
  });
});

describe('dialling a WebSocket', () => {
  expectNoLeaks();

  test('tells why the other side refuses', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(404).end();
    });
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as { port: number };
    await expect(connect({ transport: 'ws', url: `ws://127.0.0.1:${port}/` })).rejects.toMatchObject({
      code: 'ipc.connectFailed',
      message: expect.stringMatching(/ws:\/\/127\.0\.0\.1:\d+\/: Unexpected server response: 404/),
    });
  });
});
