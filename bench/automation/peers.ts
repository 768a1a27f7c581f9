import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TandemClient } from '../../automation/client/client.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A process that is spoken to. */
class Peer<Said> implements AsyncDisposable {
  readonly said: Said;
  readonly #process: ChildProcess;

  protected constructor(process: ChildProcess, said: Said) {
    this.#process = process;
    this.said = said;
  }

  /** Without what this process is run with: what is measured is run by Node alone. */
  protected static async run<S>(file: string, args: readonly string[]): Promise<[ChildProcess, S]> {
    const process = fork(here(file), args, { execArgv: [] });
    const [said] = (await once(process, 'message')) as [S];
    return [process, said];
  }

  get pid(): number {
    return this.#process.pid!;
  }

  /** What its process has in memory, in megabytes. */
  async memory(): Promise<number> {
    const answer = once(this.#process, 'message');
    this.#process.send('memory');
    const [{ rss }] = (await answer) as [{ rss: number }];
    return rss / 1e6;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exit = once(this.#process, 'exit');
    this.#process.disconnect();
    await exit;
  }
}

/** A bare socket, whose other side sends back what comes. */
export class Echo extends Peer<{ path: string }> {
  static async start(): Promise<Echo> {
    return new Echo(...(await Peer.run<{ path: string }>('echo.cjs', [])));
  }

  async dial(): Promise<Line> {
    const socket = connect(this.said.path);
    await once(socket, 'connect');
    return new Line(socket);
  }
}

/** One connection to an {@link Echo}. */
export class Line implements Disposable {
  readonly #socket: Socket;
  #missing = 0;
  #done: () => void = () => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', ({ length }: Buffer) => {
      this.#missing -= length;
      if (this.#missing === 0) this.#done();
    });
  }

  /** Resolves when all of them have come back. */
  roundTrip(text: string, times = 1): Promise<void> {
    return new Promise((resolve) => {
      this.#missing = times * text.length;
      this.#done = resolve;
      for (let count = 0; count < times; count += 1) this.#socket.write(text);
    });
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

/** A task server as it is shipped, in a process of its own. */
export class Server extends Peer<{ endpoint: string; token: string }> {
  /** The directory with the build that is measured. */
  dist = '';

  static async start(dist: string, folder: string): Promise<Server> {
    const args = [join(dist, 'server.js'), folder];
    const server = new Server(...(await Peer.run<{ endpoint: string; token: string }>('server.cjs', args)));
    server.dist = dist;
    return server;
  }

  /** A client, as it is shipped. */
  async client(): Promise<TandemClient> {
    const shipped = createRequire(import.meta.url)(join(this.dist, 'client.js')) as {
      readonly TandemClient: typeof TandemClient;
    };
    return shipped.TandemClient.connect(this.said);
  }
}
