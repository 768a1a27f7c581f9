import type { Duplex } from 'node:stream';
import type { Endpoint } from './transport-config.ts';
import { transportOf } from './transports/registry.ts';

export const CONNECT_LIMIT_MS = 10_000;

/**
 * Dials an endpoint. Throws `ipc.connectFailed`, `ipc.socketPathTooLong`, or `ipc.connectTimeout` after `timeoutMs` milliseconds.
 *
 * This is a module of its own because the launcher, which must load in milliseconds, needs nothing else of the transports.
 */
export const connect = (endpoint: Endpoint, timeoutMs = CONNECT_LIMIT_MS): Promise<Duplex> =>
  transportOf(endpoint).connect(endpoint, timeoutMs);
