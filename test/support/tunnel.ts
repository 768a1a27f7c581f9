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
  /** How often something was said to the far end after it had said something: round trips, about. */
  turns = 0;
  #isFarTurn = true;
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
        this.#count(from === near, bytes.length);
        if (this.delay === 0) to.write(bytes);
        else setTimeout(() => to.writable && to.write(bytes), this.delay);
      });
      from.on('close', () => to.destroy());
    }
  }

  /** A few bytes are no message: they only take an acknowledgement along. */
  #count(isNear: boolean, length: number): void {
    if (!isNear) this.#isFarTurn = true;
    else if (length > 6 && this.#isFarTurn) {
      this.#isFarTurn = false;
      this.turns += 1;
    }
  }
}
