import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { refusalOf, type Welcome } from './visitors.ts';
import { MAX_MESSAGE, WebSocketStream } from './web-socket-stream.ts';

/** How long a visitor may take to say what it wants, in milliseconds. */
const REQUEST_LIMIT_MS = 5000;
/** Longest head of a request, in bytes. */
const MAX_HEAD = 8 * 1024;

/** A server, which does not listen yet, that hands out the streams of those who open a WebSocket, on any path. */
export function webSocketServer(welcome: Welcome, arrive: (client: Duplex) => void): Server {
  const server = createServer({
    noDelay: true,
    maxHeaderSize: MAX_HEAD,
    headersTimeout: REQUEST_LIMIT_MS,
    requestTimeout: REQUEST_LIMIT_MS,
    connectionsCheckingInterval: REQUEST_LIMIT_MS,
  });
  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE,
  });
  server.on('request', (_request, response) => {
    response.writeHead(426, { connection: 'close', upgrade: 'websocket' }).end();
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => {});
    const refusal = refusalOf(request, welcome);
    if (refusal) return refuse(socket, refusal);
    webSockets.handleUpgrade(request, socket, head, (client) => arrive(new WebSocketStream(client)));
  });
  return server;
}

function refuse(socket: Duplex, refusal: string): void {
  const body = `Tandem: ${refusal}.\n`;
  const head = [
    'HTTP/1.1 403 Forbidden',
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
