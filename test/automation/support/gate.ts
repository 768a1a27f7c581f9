import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { parseEndpoint } from '../../../ipc/endpoint.ts';

/** A way to a server that can be cut, and opened again. */
export interface Gate {
  readonly endpoint: string;
  /** Cuts all that is connected. Who comes then is turned away, until `open`. */
  close(): void;
  open(): void;
  /** Nobody listens here any more. */
  remove(): Promise<void>;
}

export async function gateTo(endpoint: string): Promise<Gate> {
  const place = parseEndpoint(endpoint);
  if (place.transport !== 'unix' && place.transport !== 'tcp') throw new Error(`cannot dial ${endpoint}`);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((socket) => {
    if (!isOpen) return void socket.destroy();
    const target = connect(place);
    for (const [one, other] of [
      [socket, target],
      [target, socket],
    ] as const) {
      sockets.add(one);
      one.on('data', (bytes) => other.write(bytes));
      one.on('error', () => {});
      one.on('close', () => other.destroy());
    }
  });
  const close = () => {
    isOpen = false;
    for (const socket of sockets) socket.destroy();
  };
  const remove = async () => {
    if (server.listening) {
      server.close();
      close();
      await once(server, 'close');
    }
  };
  onTestFinished(remove);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `tcp:127.0.0.1:${port}`,
    close,
    open() {
      isOpen = true;
    },
    remove,
  };
}
