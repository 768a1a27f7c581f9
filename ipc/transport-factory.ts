import { randomBytes } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { errors, TandemError } from '../protocol/errors.ts';
import { CONNECT_LIMIT_MS, connect } from './connect.ts';
import { type Connection, FramedConnection, type Role } from './connection.ts';
import { type Listener, SocketListener } from './listener.ts';
import { RuntimeDirectory } from './runtime-directory.ts';
import {
  type Endpoint,
  LOOPBACK,
  resolveTransport,
  type Transport,
  type TransportConfig,
  toEndpoint,
  toLauncherArgs,
} from './transport-config.ts';

export interface ListenerResult {
  /** Listening already. */
  readonly listener: Listener;
  /** What the launcher needs to find it. */
  readonly launcherArgs: string[];
  /** What the user should know: a fallback that was taken, a risk that was asked for. */
  readonly notices: string[];
}

/** Resolves a configuration and makes the two ends of a channel. */
export const TransportFactory = {
  /**
   * Listens. Only `auto` falls back from a Unix socket to TCP; an explicit transport works or throws
   * (`ipc.listenFailed`, `ipc.socketPathTooLong`, `ipc.runtimeDirectory`, `ipc.transportUnavailable`,
   * `ipc.hostNotLoopback`).
   */
  async createListener(config: TransportConfig): Promise<ListenerResult> {
    const transport = resolveTransport(config, process.platform);
    try {
      return await listen(transport, config);
    } catch (thrown) {
      if (config.transport !== 'auto' || transport !== 'unix') throw thrown;
      const { listener, launcherArgs, notices } = await listen('tcp', config);
      const notice = `${TandemError.from(thrown).message} Using TCP on ${LOOPBACK} instead.`;
      return { listener, launcherArgs, notices: [notice, ...notices] };
    }
  },

  /** Connects to an endpoint that somebody listens on. Throws as `connect` does, and `ipc.endpointIncomplete`. */
  async createConnection(
    config: TransportConfig,
    role: Role,
    timeoutMs = CONNECT_LIMIT_MS,
  ): Promise<Connection> {
    const endpoint = toEndpoint(config);
    checkPlatform(endpoint.transport);
    return new FramedConnection(await connect(endpoint, timeoutMs), role);
  },
} as const;

async function listen(transport: Transport, config: TransportConfig): Promise<ListenerResult> {
  checkPlatform(transport);
  const listener = await LISTENERS[transport](config);
  await listener.startListening();
  return {
    listener,
    launcherArgs: toLauncherArgs(dialable(listener.endpoint)),
    notices: exposure(listener.endpoint),
  };
}

const LISTENERS: Record<Transport, (config: TransportConfig) => Promise<Listener>> = {
  async unix({ path }) {
    if (path) return new SocketListener({ transport: 'unix', path });
    const home = await RuntimeDirectory.create();
    return new SocketListener({ transport: 'unix', path: home.newSocketPath() }, home);
  },
  async pipe({ pipeName = `tandem-${randomBytes(16).toString('hex')}` }) {
    return new SocketListener({ transport: 'pipe', pipeName });
  },
  async tcp({ host = LOOPBACK, port = 0, allowNonLoopback = false }) {
    if (!allowNonLoopback && !isLoopback(host)) throw errors.hostNotLoopback(host);
    return new SocketListener({ transport: 'tcp', host, port });
  },
};

function checkPlatform(transport: Transport): void {
  const unavailable: Transport = process.platform === 'win32' ? 'unix' : 'pipe';
  if (transport === unavailable) throw errors.transportUnavailable(transport, process.platform);
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  const family = isIP(host);
  return family !== 0 && loopback.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

function exposure(endpoint: Endpoint): string[] {
  if (endpoint.transport !== 'tcp' || isLoopback(endpoint.host)) return [];
  return [
    `Listening on ${endpoint.host}:${endpoint.port}, which other machines can reach. ` +
      'Whoever holds the session token can run code here.',
  ];
}

/** "Every address" can be bound but not portably dialled. */
const WILDCARDS: Readonly<Record<string, string>> = { '0.0.0.0': LOOPBACK, '::': '::1' };

function dialable(endpoint: Endpoint): Endpoint {
  if (endpoint.transport !== 'tcp') return endpoint;
  return { ...endpoint, host: WILDCARDS[endpoint.host] ?? endpoint.host };
}
