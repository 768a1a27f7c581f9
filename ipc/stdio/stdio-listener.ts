import type { Duplex } from 'node:stream';
import { errors } from '../../protocol/errors.ts';
import { Arrivals } from '../arrivals.ts';
import type { Listener } from '../listener.ts';
import type { EndpointOf } from '../transport-config.ts';
import { ownStreams } from './own-streams.ts';

/** Whoever started this process is its one client, and there from the start. */
export class StdioListener implements Listener {
  readonly #clients = new Arrivals<Duplex>();
  readonly #open: () => Duplex;
  #state: 'idle' | 'listening' | 'closed' = 'idle';
  #closeReason = errors.listenerClosed();

  constructor(open: () => Duplex = ownStreams) {
    this.#open = open;
  }

  get endpoint(): EndpointOf<'stdio'> {
    if (this.#state === 'idle') throw errors.notListening();
    return { transport: 'stdio' };
  }

  async startListening(): Promise<void> {
    if (this.#state === 'closed') throw this.#closeReason;
    if (this.#state === 'listening') return;
    this.#state = 'listening';
    const client = this.#open();
    client.on('error', () => {});
    client.once('close', () => this.#clients.remove(client));
    this.#clients.add(client);
  }

  async waitForClient(timeoutMs: number): Promise<Duplex> {
    if (this.#state === 'idle') throw errors.notListening();
    return this.#clients.take(timeoutMs);
  }

  async accept(timeoutMs: number): Promise<Duplex> {
    await this.startListening();
    return this.waitForClient(timeoutMs);
  }

  async close(reason = errors.listenerClosed()): Promise<void> {
    if (this.#state !== 'closed') this.#closeReason = reason;
    this.#state = 'closed';
    for (const client of this.#clients.close(reason)) client.destroy();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
