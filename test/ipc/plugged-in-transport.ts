import { type Duplex, duplexPair } from 'node:stream';
import { Arrivals } from '../../ipc/arrivals.ts';
import type { Listener } from '../../ipc/listener.ts';
import type { EndpointOf } from '../../ipc/transport-config.ts';
import type { Transport } from '../../ipc/transports/transport.ts';
import { errors } from '../../protocol/errors.ts';

declare module '../../ipc/transport-config.ts' {
  interface Endpoints {
    readonly room: { readonly room: string };
  }
  interface TransportConfig {
    /** room: where to meet. */
    readonly room?: string | undefined;
  }
}

type RoomEndpoint = EndpointOf<'room'>;

/** Who listens in this process, by the name of the room. */
const rooms = new Map<string, RoomListener>();

class RoomListener implements Listener {
  readonly #endpoint: RoomEndpoint;
  readonly #clients = new Arrivals<Duplex>();
  #closeReason: Error | undefined;

  constructor(endpoint: RoomEndpoint) {
    this.#endpoint = endpoint;
  }

  get #isListening(): boolean {
    return rooms.get(this.#endpoint.room) === this;
  }

  get endpoint(): RoomEndpoint {
    if (!this.#isListening && !this.#closeReason) throw errors.notListening();
    return this.#endpoint;
  }

  async startListening(): Promise<void> {
    const { room } = this.#endpoint;
    if (this.#closeReason) throw this.#closeReason;
    if (this.#isListening) return;
    if (rooms.has(room)) throw errors.listenFailed(`the room ${room}`, 'it is taken');
    rooms.set(room, this);
  }

  enter(client: Duplex): void {
    client.on('error', () => {});
    client.once('close', () => this.#clients.remove(client));
    this.#clients.add(client);
  }

  async waitForClient(timeoutMs: number): Promise<Duplex> {
    if (!this.#isListening && !this.#closeReason) throw errors.notListening();
    return this.#clients.take(timeoutMs);
  }

  async accept(timeoutMs: number): Promise<Duplex> {
    await this.startListening();
    return this.waitForClient(timeoutMs);
  }

  async close(reason = errors.listenerClosed()): Promise<void> {
    if (this.#isListening) rooms.delete(this.#endpoint.room);
    this.#closeReason ??= reason;
    for (const client of this.#clients.close(reason)) client.destroy();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Two ends in memory, of which each ends when the other is gone. */
export function memoryPair(): [Duplex, Duplex] {
  const ends = duplexPair({ allowHalfOpen: false });
  const endWith = (one: Duplex, other: Duplex) =>
    one.once('close', () => {
      if (!one.writableFinished) other.push(null);
      if (other.readableEnded) other.destroy();
      else other.once('end', () => other.destroy());
    });
  endWith(ends[0], ends[1]);
  endWith(ends[1], ends[0]);
  return ends;
}

/** A transport that is not built in: it carries from one end of this process to the other. */
export const room: Transport<'room'> = {
  name: 'room',
  form: 'room:NAME',
  settings: ['room'],
  listenerSettings: ['room'],
  existsOn: () => true,

  fromConfig({ room }) {
    if (!room) throw errors.endpointIncomplete('room', 'room');
    return { transport: 'room', room };
  },
  problem: ({ room }) => (/^\w+$/.test(room) ? undefined : `"${room}" is not the name of a room`),

  describe: ({ room }) => `the room ${room}`,
  toText: ({ room }) => `room:${room}`,
  fromText: (text) => ({ transport: 'room', room: text.slice('room:'.length) }),
  toOptions: ({ room }) => ({ '--ipc-room': room }),
  fromOptions: (read) => ({ transport: 'room', room: read('--ipc-room') }),

  listen: async (config) => new RoomListener(room.fromConfig(config)),
  async connect(endpoint) {
    const listener = rooms.get(endpoint.room);
    if (!listener) throw errors.connectFailed(room.describe(endpoint), 'nobody is there');
    const [near, far] = memoryPair();
    listener.enter(far);
    return near;
  },
};
