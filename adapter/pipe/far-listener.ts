import type { Duplex } from 'node:stream';
import { Arrivals } from '../../ipc/arrivals.ts';
import { parseLauncherArgs } from '../../ipc/launcher-args.ts';
import type { Listener } from '../../ipc/listener.ts';
import type { Endpoint } from '../../ipc/transport-config.ts';
import type { ListenerResult } from '../../ipc/transport-factory.ts';
import { errors, type TandemError } from '../../protocol/errors.ts';
import type { FarPlace } from './far-place.ts';

/** Has the agent listen where it is, for as long as it is there. */
export async function listenThere(place: FarPlace): Promise<ListenerResult> {
  const { launcherArgs } = await place.request('listen', {});
  const listener = new FarListener(place, parseLauncherArgs(launcherArgs));
  // Nobody arrives any more.
  void place.lost.then((reason) => listener.close(reason));
  return { listener, launcherArgs: [...launcherArgs], notices: [] };
}

/** Where the agent listens; whoever connects there arrives here. */
class FarListener implements Listener {
  readonly endpoint: Endpoint;
  readonly #clients = new Arrivals<Duplex>();
  readonly #arriving: Disposable;

  constructor(place: FarPlace, endpoint: Endpoint) {
    this.endpoint = endpoint;
    this.#arriving = place.onClient((client) => {
      client.once('close', () => this.#clients.remove(client));
      this.#clients.add(client);
    });
  }

  async startListening(): Promise<void> {}

  waitForClient(timeoutMs: number): Promise<Duplex> {
    return this.#clients.take(timeoutMs);
  }

  accept(timeoutMs: number): Promise<Duplex> {
    return this.waitForClient(timeoutMs);
  }

  async close(reason: TandemError = errors.listenerClosed()): Promise<void> {
    this.#arriving[Symbol.dispose]();
    for (const client of this.#clients.close(reason)) client.destroy();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
