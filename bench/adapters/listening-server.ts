import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Adapter } from '../../automation/dap/dap-client.ts';
import type { ChildListener, OpenAdapter } from './contender.ts';
import { ServerProcess } from './process.ts';
import { streamAdapter } from './stream-adapter.ts';

type Address = { readonly path: string } | { readonly host: string; readonly port: number };

/** How often a server that does not listen yet is asked again, in milliseconds. */
const RETRY_MS = 5;

export const listens = (command: readonly string[]): boolean =>
  command.some((word) => word.includes('{port}') || word.includes('{socket}'));

/** A server that is told where to listen. Each session is a connection of its own. */
export async function openListening(command: readonly string[]): Promise<OpenAdapter> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-'));
  const socket = join(folder, 's');
  const port = String(await freePort());
  const words = command.map((word) => word.replace('{port}', port).replace('{socket}', socket));
  const server = new ServerProcess(words, ['ignore', 'ignore', 'inherit']);
  const usesSocket = command.some((word) => word.includes('{socket}'));
  const address = usesSocket ? { path: socket } : { host: '127.0.0.1', port: Number(port) };

  let childStarted: ChildListener | undefined;
  const openSession = async (): Promise<Adapter> => {
    const stream = await connected(server, address);
    return streamAdapter(stream, stream, (configuration) => {
      void openSession().then((child) => childStarted?.(child, configuration));
    });
  };
  return {
    adapter: await openSession(),
    onChild: (listener) => {
      childStarted = listener;
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An adapter that listens already. */
export async function openConnection(port: number): Promise<OpenAdapter> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  return {
    adapter: streamAdapter(socket, socket),
    async [Symbol.asyncDispose]() {
      socket.destroy();
    },
  };
}

async function connected(server: ServerProcess, address: Address): Promise<Socket> {
  for (;;) {
    const socket = connect({ ...address, noDelay: true });
    try {
      await once(socket, 'connect');
      return socket;
    } catch {
      server.throwIfEnded();
      await delay(RETRY_MS);
    }
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
