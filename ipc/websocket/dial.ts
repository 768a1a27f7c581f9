import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { opened } from '../opened.ts';
import { MAX_MESSAGE, WebSocketStream } from './web-socket-stream.ts';

/** Dials a WebSocket. Throws as {@link opened} does. */
export function dialWebSocket(url: string, timeoutMs: number): Promise<Duplex> {
  const socket = new WebSocket(url, {
    // Frames are small, and compressing them with a window for each connection costs more than it saves.
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE,
  });
  const abandon = (): void => {
    // It reports its end once more, which is no news.
    socket.on('error', () => {});
    socket.terminate();
  };
  return opened({
    socket,
    opens: 'open',
    where: url,
    timeoutMs,
    take: () => new WebSocketStream(socket),
    abandon,
  });
}
