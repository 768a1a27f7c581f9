import type { Endpoint } from '../transport-config.ts';
import { transportOf } from '../transports/registry.ts';

/** How patient a link is, and how much it keeps. Times in milliseconds, sizes in bytes. */
export interface LinkLimits {
  /** What has come is acknowledged after so many messages, or so many bytes, or so long at the latest. */
  readonly ackMessages: number;
  readonly ackBytes: number;
  readonly ackMs: number;
  /** More than this, unacknowledged, is congestion. A single message may be longer. */
  readonly window: number;
  /** Undefined where the system tells that a connection is dead. */
  readonly heartbeat: Heartbeat | undefined;
  /** How long who has dialled tries to resume, and who was dialled waits for that. */
  readonly dialMs: number;
  readonly waitMs: number;
  /** How long nobody may listen where the other side did, before it counts as gone; 0 for at once. */
  readonly refusedMs: number;
  /** How long the other side may take to answer who dials again. */
  readonly welcomeMs: number;
  /** Waits between attempts are random parts of a time that doubles from the first to the last. */
  readonly backoff: { readonly firstMs: number; readonly lastMs: number };
}

export interface Heartbeat {
  /** A side that was quiet for so long says that it is there. */
  readonly everyMs: number;
  /** A connection on which nothing was heard for so long is dropped. */
  readonly silenceMs: number;
}

/**
 * A connection that only a side which lives can lose, and which the other sees at once: a Unix socket, a named pipe. Where
 * nobody listens any more, the owner is gone, and with it the reason to try again.
 */
export const LOCAL: LinkLimits = {
  ackMessages: 128,
  ackBytes: 64 * 1024,
  ackMs: 500,
  window: 1024 * 1024,
  heartbeat: undefined,
  dialMs: 120_000,
  waitMs: 5000,
  refusedMs: 0,
  welcomeMs: 15_000,
  backoff: { firstMs: 50, lastMs: 1000 },
};

/**
 * A connection that may die without a sign, or through no fault of either side: TCP, a WebSocket, a tunnel. An extension
 * host that is itself stopped in a debugger, or a machine that sleeps, is silent for longer than half a minute; it may
 * come back within the two that follow, and a program that waits for it costs little.
 */
const REMOTE: LinkLimits = {
  ...LOCAL,
  heartbeat: { everyMs: 5000, silenceMs: 30_000 },
  waitMs: 120_000,
  refusedMs: 5000,
  backoff: { firstMs: 50, lastMs: 5000 },
};

export const limitsOf = (endpoint: Endpoint): LinkLimits => (transportOf(endpoint).isLocal ? LOCAL : REMOTE);
