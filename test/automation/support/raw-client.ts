import { connect as connectSocket, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { TaskServer } from '../../../automation/server/task-server.ts';
import { parseEndpoint } from '../../../ipc/endpoint.ts';
import { WAIT_LIMIT_MS } from '../../support/wait-limit.mts';

/** What came in one line. */
export type Heard = Readonly<Record<string, unknown>> & { readonly type: string };
type Wanted = Partial<Heard> | ((message: Heard) => boolean);

/** Somebody who writes to a task server by hand: lines as they should be, or anything else. */
export class RawClient {
  readonly socket: Socket;
  readonly heard: Heard[] = [];
  /** Resolves when the server has ended the connection. */
  readonly closed: Promise<void>;
  clientId = '';
  resumeToken = '';
  #rest = '';
  #taken = 0;
  #wake = () => {};

  constructor(endpoint: string) {
    const place = parseEndpoint(endpoint);
    if (place.transport !== 'unix' && place.transport !== 'tcp') throw new Error(`cannot dial ${endpoint}`);
    this.socket = connectSocket(place);
    this.closed = new Promise((resolve) => this.socket.once('close', () => resolve()));
    this.socket.on('error', () => {});
    this.socket.on('data', (chunk) => this.#receive(chunk.toString()));
    onTestFinished(() => void this.socket.destroy());
  }

  /** Comes in with the token. */
  static async enter(server: TaskServer, data: object = {}): Promise<RawClient> {
    const client = new RawClient(server.endpoint);
    client.say({ type: 'Connect', origin: 'Client', data: { token: server.token, ...data } });
    const ack = await client.next({ type: 'Ack' });
    const { clientId, resumeToken } = ack.data as { clientId: string; resumeToken: string };
    client.clientId = clientId;
    client.resumeToken = resumeToken;
    return client;
  }

  /** What it says to be the same client again. */
  get again(): { resume: string; resumeToken: string } {
    return { resume: this.clientId, resumeToken: this.resumeToken };
  }

  say(message: unknown): void {
    this.write(`${JSON.stringify(message)}\n`);
  }

  write(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  command(requestId: string | number, commandName: string, data: unknown = {}, more: object = {}): void {
    this.say({ type: 'TaskCommand', origin: 'Client', requestId, data: { commandName, data }, ...more });
  }

  goodbye(): void {
    this.say({ type: 'Disconnect', origin: 'Client' });
  }

  /** The next message that is like this, from the last one on that was taken so. */
  async next(wanted: Wanted): Promise<Heard> {
    const deadline = Date.now() + WAIT_LIMIT_MS;
    for (;;) {
      for (; this.#taken < this.heard.length; this.#taken += 1) {
        const message = this.heard[this.#taken]!;
        if (!isLike(message, wanted)) continue;
        this.#taken += 1;
        return message;
      }
      const left = deadline - Date.now();
      if (left <= 0)
        throw new Error(
          `waited for ${JSON.stringify(wanted) ?? 'something'}, heard ${JSON.stringify(this.heard).slice(0, 2000)}`,
        );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** The answer to a command. */
  async answer(
    requestId: string | number,
  ): Promise<{ ok: boolean; answer?: unknown; error?: { code: string } }> {
    const { data } = await this.next({ type: 'TaskAnswer', requestId });
    return data as { ok: boolean };
  }

  /** The code of the next error. */
  async error(): Promise<string> {
    const { data } = await this.next({ type: 'Error' });
    return (data as { code: string }).code;
  }

  #receive(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop()!;
    this.heard.push(...lines.map((line) => JSON.parse(line) as Heard));
    this.#wake();
  }
}

const isLike = (message: Heard, wanted: Wanted): boolean =>
  typeof wanted === 'function'
    ? wanted(message)
    : Object.entries(wanted).every(([key, value]) => message[key] === value);
