import { DEFAULT_MAX_PAYLOAD } from '../protocol/frame.ts';
import type { Channel, EventMessage } from '../protocol/messages.ts';
import type { Connection } from './connection.ts';
import { stringify } from './message-codec.ts';

type Event = Omit<EventMessage, 'seq'>;

/** So much of one channel may wait, in bytes, before whoever produces it has to wait as well. */
export const LANE_LIMIT = 256 * 1024;

interface Lane {
  readonly waiting: { readonly event: Event; readonly bytes: number }[];
  bytes: number;
  congested: Promise<void> | undefined;
  relieve: () => void;
}

/**
 * What is said without being asked for, while the connection is congested: each channel has a lane of its own, so that
 * none is held up by another. What waits here has no number yet; whatever is sent meanwhile overtakes it.
 */
export class Lanes {
  readonly #connection: Connection;
  readonly #send: (event: Event) => void;
  readonly #lanes = new Map<Channel, Lane>();
  #isWaiting = false;

  constructor(connection: Connection, send: (event: Event) => void) {
    this.#connection = connection;
    this.#send = send;
  }

  /** Throws `ipc.messageUnsendable`. */
  say(event: Event, channel: Channel): void {
    const lane = this.#lane(channel);
    if (lane.waiting.length === 0 && !this.#connection.congested) {
      this.#send(event);
      return;
    }
    const bytes = stringify({ seq: Number.MAX_SAFE_INTEGER, ...event }, DEFAULT_MAX_PAYLOAD).length;
    lane.waiting.push({ event, bytes });
    lane.bytes += bytes;
    this.#goOn();
  }

  /** Sends all that waits of a channel at once: what comes next must not overtake it. */
  takeAlong(channel: Channel): void {
    const lane = this.#lanes.get(channel);
    while (lane && lane.waiting.length > 0) this.#sendOne(lane);
  }

  /** Undefined while there is room in a channel's lane; else a promise of it, which the end of the connection keeps too. */
  congested(channel: Channel): Promise<void> | undefined {
    const lane = this.#lanes.get(channel);
    if (!lane || lane.bytes <= LANE_LIMIT) return undefined;
    lane.congested ??= new Promise((resolve) => {
      lane.relieve = resolve;
    });
    return lane.congested;
  }

  #lane(channel: Channel): Lane {
    let lane = this.#lanes.get(channel);
    if (!lane) {
      lane = { waiting: [], bytes: 0, congested: undefined, relieve: () => {} };
      this.#lanes.set(channel, lane);
    }
    return lane;
  }

  #goOn(): void {
    const { congested } = this.#connection;
    if (!congested) this.#pump();
    else if (!this.#isWaiting) {
      this.#isWaiting = true;
      void congested.then(() => {
        this.#isWaiting = false;
        this.#pump();
      });
    }
  }

  /** One of each lane, in turn. */
  #pump(): void {
    for (;;) {
      const lanes = [...this.#lanes.values()].filter(({ waiting }) => waiting.length > 0);
      if (lanes.length === 0) return;
      for (const lane of lanes) {
        if (this.#connection.congested) {
          this.#goOn();
          return;
        }
        this.#sendOne(lane);
      }
    }
  }

  #sendOne(lane: Lane): void {
    const { event, bytes } = lane.waiting.shift()!;
    lane.bytes -= bytes;
    this.#send(event);
    if (!lane.congested || lane.bytes > LANE_LIMIT) return;
    lane.congested = undefined;
    lane.relieve();
  }
}
