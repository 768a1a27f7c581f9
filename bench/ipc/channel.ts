import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { CommandSender } from '../../ipc/command-channel.ts';
import { type Connection, FramedConnection } from '../../ipc/connection.ts';
import { formatEndpoint } from '../../ipc/endpoint.ts';
import { Links } from '../../ipc/link/acceptor.ts';
import { limitsOf } from '../../ipc/link/limits.ts';
import type { Listener } from '../../ipc/listener.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';
import { FLOOD, type Kind } from './rows.ts';

/** What is asked of the other side, however it is spoken to. */
export interface Channel extends AsyncDisposable {
  roundTrip(text: string): Promise<unknown>;
  flood(): Promise<void>;
  /** What the process of the other side has in memory, in megabytes. */
  memory(): Promise<number>;
}

const PEER = fileURLToPath(new URL('peer.ts', import.meta.url));
/** Known to both sides: this is no place for secrets. */
export const TOKEN = 'a token of the benchmark';

/** Starts the other side, and lets it in. */
export async function channel(transport: 'unix' | 'pipe' | 'tcp' | 'ws', kind: Kind): Promise<Channel> {
  // A WebSocket is compared with the bare TCP below it.
  const carrying = kind === 'bare' && transport === 'ws' ? 'tcp' : transport;
  const { listener } = await TransportFactory.createListener({ transport: carrying });
  const peer = fork(PEER, [kind, formatEndpoint(listener.endpoint)]);
  const stream = await listener.waitForClient(10_000);
  const asked = kind === 'bare' ? bare(stream) : await framed(stream, kind, listener);
  return {
    ...asked,
    memory: () => memoryOf(peer),
    async [Symbol.asyncDispose]() {
      stream.destroy();
      await listener.close();
      peer.kill();
      await once(peer, 'exit');
    },
  };
}

type Asked = Pick<Channel, 'roundTrip' | 'flood'>;

function bare(stream: Duplex): Asked {
  let missing = 0;
  let done = () => {};
  stream.on('data', ({ length }: Buffer) => {
    missing -= length;
    if (missing === 0) done();
  });
  const receive = (bytes: number) =>
    new Promise<void>((resolve) => {
      missing = bytes;
      done = resolve;
    });
  return {
    roundTrip(text) {
      const all = receive(text.length);
      stream.write(text);
      return all;
    },
    flood() {
      const all = receive(FLOOD.messages * FLOOD.bytes);
      // One byte is asked for by the sizes of the round trips never.
      stream.write('!');
      return all;
    },
  };
}

async function framed(stream: Duplex, kind: Kind, { endpoint }: Listener): Promise<Asked> {
  const carrier = new FramedConnection(stream, 'adapter');
  const sender = new CommandSender(kind === 'link' ? await linked(carrier, limitsOf(endpoint)) : carrier);
  let missing = 0;
  let done = () => {};
  sender.onEvent(() => {
    missing -= 1;
    if (missing === 0) done();
  });
  return {
    roundTrip: (text) => sender.request('echo', text),
    flood() {
      const all = new Promise<void>((resolve) => {
        missing = FLOOD.messages;
        done = resolve;
      });
      void sender.request('flood');
      return all;
    },
  };
}

async function linked(carrier: FramedConnection, limits: ReturnType<typeof limitsOf>): Promise<Connection> {
  const links = new Links({ token: TOKEN, limits, opening: 'hello' });
  const arrival = await links.receive(carrier);
  if (arrival.kind !== 'hello') throw new Error('the other side did not say hello');
  return links.begin(carrier, arrival.hello.link!);
}

async function memoryOf(peer: ChildProcess): Promise<number> {
  const answer = once(peer, 'message');
  peer.send('memory');
  const [bytes] = (await answer) as [number];
  return bytes / 1e6;
}
