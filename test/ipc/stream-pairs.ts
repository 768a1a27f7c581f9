import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Duplex, duplexPair } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { connect } from '../../ipc/connect.ts';
import { formatEndpoint } from '../../ipc/endpoint.ts';
import type { TransportConfig } from '../../ipc/transport-config.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';
import { LIMIT_MS } from './support.ts';

/** Two ends of one stream of bytes. */
export interface StreamPair extends AsyncDisposable {
  readonly adapter: Duplex;
  readonly peer: Duplex;
}

export type MakeStreamPair = () => Promise<StreamPair>;

export async function listenAndDial(config: TransportConfig): Promise<StreamPair> {
  const { listener } = await TransportFactory.createListener(config);
  const peer = await connect(listener.endpoint);
  const adapter = await listener.waitForClient(LIMIT_MS);
  return {
    adapter,
    peer,
    async [Symbol.asyncDispose]() {
      peer.destroy();
      adapter.destroy();
      await listener.close();
    },
  };
}

export async function inMemory(): Promise<StreamPair> {
  const [adapter, peer] = duplexPair({ allowHalfOpen: false });
  const endWith = (one: Duplex, other: Duplex) =>
    one.once('close', () => {
      if (!one.writableFinished) other.push(null);
      if (other.readableEnded) other.destroy();
      else other.once('end', () => other.destroy());
    });
  endWith(adapter, peer);
  endWith(peer, adapter);
  return {
    adapter,
    peer,
    async [Symbol.asyncDispose]() {
      peer.destroy();
      adapter.destroy();
    },
  };
}

let relay: string | undefined;

/** A program that carries bytes between its standard input and output and an endpoint. Built once. */
export function relayProgram(): string {
  if (!relay) {
    const directory = mkdtempSync(join(tmpdir(), 'tandem-relay-'));
    process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
    relay = join(directory, 'relay.cjs');
    buildSync({
      entryPoints: [fileURLToPath(new URL('stdio-relay.fixture.ts', import.meta.url))],
      outfile: relay,
      bundle: true,
      platform: 'node',
      format: 'cjs',
    });
  }
  return relay;
}

/** The standard input and output of a child process, whose own listener is the other end. */
export async function overStdio(): Promise<StreamPair> {
  const { listener } = await TransportFactory.createListener({ transport: 'auto' });
  const command = [process.execPath, relayProgram(), formatEndpoint(listener.endpoint)];
  const adapter = await connect({ transport: 'stdio', command });
  const peer = await listener.waitForClient(LIMIT_MS);
  return {
    adapter,
    peer,
    async [Symbol.asyncDispose]() {
      peer.destroy();
      if (!adapter.destroyed) adapter.destroy();
      if (!adapter.closed) await new Promise((resolve) => adapter.once('close', resolve));
      await listener.close();
    },
  };
}
