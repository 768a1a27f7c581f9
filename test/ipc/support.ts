import type { Socket } from 'node:net';
import { beforeEach, expect, onTestFinished } from 'vitest';
import { connect } from '../../ipc/connect.ts';
import { type Connection, FramedConnection } from '../../ipc/connection.ts';
import type { Listener } from '../../ipc/listener.ts';
import type { TransportName } from '../../ipc/transport-config.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';
import type { TandemError } from '../../protocol/errors.ts';
import type { Hello, Message } from '../../protocol/messages.ts';

/** The transports of this platform. */
export const TRANSPORTS: readonly TransportName[] =
  process.platform === 'win32' ? ['pipe', 'tcp'] : ['unix', 'tcp'];

/** Longest wait for something that must happen, in milliseconds. Nothing waits this long unless it fails. */
export const LIMIT_MS = 4000;

/** The adapter's end of a channel, and the bare socket of its peer. */
export interface RawPair extends AsyncDisposable {
  readonly listener: Listener;
  readonly adapter: FramedConnection;
  readonly peer: Socket;
}

export async function rawPair(transport: TransportName): Promise<RawPair> {
  const { listener } = await TransportFactory.createListener({ transport });
  const peer = (await connect(listener.endpoint)) as Socket;
  peer.on('error', () => {});
  const adapter = new FramedConnection(await listener.waitForClient(LIMIT_MS), 'adapter');
  return {
    listener,
    adapter,
    peer,
    async [Symbol.asyncDispose]() {
      peer.destroy();
      await Promise.all([adapter.close(), listener.close()]);
    },
  };
}

/** Both ends of a channel. */
export interface Pair extends AsyncDisposable {
  readonly adapter: Connection;
  readonly launcher: Connection;
}

export async function pair(transport: TransportName): Promise<Pair> {
  const { listener, adapter, peer } = await rawPair(transport);
  const launcher = new FramedConnection(peer, 'launcher');
  return {
    adapter,
    launcher,
    async [Symbol.asyncDispose]() {
      await Promise.all([adapter.close(), launcher.close(), listener.close()]);
    },
  };
}

/** The next `count` messages. Rejects when the connection ends before. */
export function messages(connection: Connection, count: number): Promise<Message[]> {
  return new Promise((resolve, reject) => {
    const seen: Message[] = [];
    const closing = connection.onClose(reject);
    const listening = connection.onMessage((message) => {
      seen.push(message);
      if (seen.length < count) return;
      listening[Symbol.dispose]();
      closing[Symbol.dispose]();
      resolve(seen);
    });
  });
}

/** Why the connection ended. */
export function closed(connection: Connection): Promise<TandemError> {
  return new Promise((resolve) => connection.onClose(resolve));
}

export const command = (seq: number, args?: unknown): Message => ({
  seq,
  command: 'ping',
  ...(args !== undefined && { arguments: args }),
});

export const event = (seq: number, body?: unknown): Message => ({
  seq,
  type: 'event',
  event: 'output',
  ...(body !== undefined && { body }),
});

export const hello = (token: string): Message => ({
  seq: 1,
  type: 'event',
  event: 'hello',
  body: helloBody(token),
});

export const helloBody = (token: string): Hello => ({
  token,
  pid: process.pid,
  runtime: 'node',
  runtimeVersion: process.version,
  version: '0.0.0',
});

/** Sockets and servers that are open in this process. */
export function openHandles(): string[] {
  return process
    .getActiveResourcesInfo()
    .filter((name) => /^(Pipe|TCP)/.test(name))
    .sort();
}

/** Registers the check that every test of the suite leaves no more handles than it found, its own clean-up done. */
export function expectNoLeaks(): void {
  beforeEach(() => {
    const before = openHandles();
    // What is registered first runs last. A closed handle goes with one of the next turns of the event loop.
    onTestFinished(() => expect.poll(openHandles, { interval: 1 }).toEqual(before));
  });
}
