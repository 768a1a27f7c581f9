import type { Duplex } from 'node:stream';
import { connect } from '../../ipc/connect.ts';
import { formatEndpoint } from '../../ipc/endpoint.ts';
import type { TransportConfig } from '../../ipc/transport-config.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';
import { bundled } from './bundled.ts';
import { memoryPair } from './plugged-in-transport.ts';
import { LIMIT_MS } from './support.ts';

/** Two ends of one stream of bytes. */
export interface StreamPair extends AsyncDisposable {
  readonly adapter: Duplex;
  readonly peer: Duplex;
}

export type MakeStreamPair = () => Promise<StreamPair>;

/** @param end what else is to be done when both are gone */
function pairOf(adapter: Duplex, peer: Duplex, end: () => Promise<void> = async () => {}): StreamPair {
  return {
    adapter,
    peer,
    async [Symbol.asyncDispose]() {
      peer.destroy();
      adapter.destroy();
      await end();
    },
  };
}

export async function listenAndDial(config: TransportConfig): Promise<StreamPair> {
  const { listener } = await TransportFactory.createListener(config);
  const peer = await connect(listener.endpoint);
  const adapter = await listener.waitForClient(LIMIT_MS);
  return pairOf(adapter, peer, () => listener.close());
}

export async function inMemory(): Promise<StreamPair> {
  const [adapter, peer] = memoryPair();
  return pairOf(adapter, peer);
}

/** The standard input and output of a child process, whose own listener is the other end. */
export async function overStdio(): Promise<StreamPair> {
  const { listener } = await TransportFactory.createListener({ transport: 'auto' });
  const command = [process.execPath, bundled('stdio-relay.fixture.ts'), formatEndpoint(listener.endpoint)];
  const adapter = await connect({ transport: 'stdio', command });
  const peer = await listener.waitForClient(LIMIT_MS);
  return pairOf(adapter, peer, async () => {
    if (!adapter.closed) await new Promise((resolve) => adapter.once('close', resolve));
    await listener.close();
  });
}
