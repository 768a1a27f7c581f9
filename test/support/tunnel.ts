import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A tunnel to a port of this machine, until the test is over. */
export class Tunnel {
  readonly port: number;
  /** How long each piece takes on its way, in milliseconds. */
  delay = 0;
  /** Nothing gets through, and nobody is told. */
  isBlocked = false;
  readonly #sockets = new Set<Socket>();

  static async to(port: number): Promise<Tunnel> {
    const server = createServer((near) => tunnel.#join(near, connect(port, '127.0.0.1')));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const tunnel = new Tunnel((server.address() as AddressInfo).port);
    onTestFinished(() => {
      server.close();
      tunnel.cut();
    });
    return tunnel;
  }

  private constructor(port: number) {
    this.port = port;
  }

  /** Breaks all connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.setNoDelay(true);
      from.on('error', () => {});
      from.on('data', (bytes: Buffer) => {
        if (this.isBlocked) return;
        if (this.delay === 0) to.write(bytes);
        else setTimeout(() => to.writable && to.write(bytes), this.delay);
      });
      from.on('close', () => to.destroy());
    }
  }
}
