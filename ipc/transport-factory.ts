import { errors, TandemError } from '../protocol/errors.ts';
import { CONNECT_LIMIT_MS, connect } from './connect.ts';
import { type Connection, FramedConnection, type Role } from './connection.ts';
import { describeEndpoint, framingOf, toEndpoint } from './endpoint.ts';
import { toLauncherArgs } from './launcher-args.ts';
import type { Listener } from './listener.ts';
import type { OnOutput } from './text-framing.ts';
import type { TransportConfig } from './transport-config.ts';
import { resolveTransport, transportNamed, transportOf } from './transports/registry.ts';
import type { Transport } from './transports/transport.ts';

export interface ListenerResult {
  /** Listening already. */
  readonly listener: Listener;
  /** What the launcher needs to find it. */
  readonly launcherArgs: string[];
  /** What the user should know: a fallback that was taken, a risk that was asked for. */
  readonly notices: string[];
}

/** Resolves a configuration and makes the two ends of a channel. Knows no transport by name: see `transports/`. */
export const TransportFactory = {
  /**
   * Listens. Only `auto` falls back, from a Unix socket to TCP; an explicit transport works or throws
   * (`ipc.listenFailed`, `ipc.socketPathTooLong`, `ipc.runtimeDirectory`, `ipc.transportUnavailable`,
   * `ipc.hostNotLoopback`, `ipc.transportSetting`).
   */
  async createListener(config: TransportConfig): Promise<ListenerResult> {
    const transport = resolveTransport(config, process.platform);
    checkSettings(transport, config);
    try {
      return await listen(transport, config);
    } catch (thrown) {
      if (config.transport !== 'auto' || !transport.fallback) throw thrown;
      const result = await listen(transportNamed(transport.fallback), config);
      const { endpoint } = result.listener;
      const notice = `${TandemError.from(thrown).message} Using ${describeEndpoint(endpoint)} instead.`;
      return { ...result, notices: [notice, ...result.notices] };
    }
  },

  /**
   * Connects to an endpoint that somebody listens on. Throws as `connect` and `toEndpoint` do. `onOutput` gets what a
   * program writes beside the messages, where the two share a stream.
   */
  async createConnection(
    config: TransportConfig,
    role: Role,
    timeoutMs = CONNECT_LIMIT_MS,
    onOutput?: OnOutput,
  ): Promise<Connection> {
    const endpoint = toEndpoint(config);
    checkPlatform(transportOf(endpoint));
    const stream = await connect(endpoint, timeoutMs);
    return new FramedConnection(stream, role, framingOf(endpoint, onOutput));
  },
} as const;

async function listen(transport: Transport, config: TransportConfig): Promise<ListenerResult> {
  checkPlatform(transport);
  const listener = await transport.listen(config);
  await listener.startListening();
  const { endpoint } = listener;
  return {
    listener,
    launcherArgs: toLauncherArgs(transport.dialable?.(endpoint) ?? endpoint),
    notices: transport.notices?.(endpoint) ?? [],
  };
}

function checkPlatform({ name, existsOn }: Transport): void {
  if (!existsOn(process.platform)) throw errors.transportUnavailable(name, process.platform);
}

/** A detail that would have no effect was meant to have one, unless it says no. */
function checkSettings({ name, listenerSettings }: Transport, config: TransportConfig): void {
  for (const [setting, value] of Object.entries(config)) {
    const isKnown = setting === 'transport' || (listenerSettings as readonly string[]).includes(setting);
    if (!isKnown && value !== undefined && value !== false)
      throw errors.transportSetting(setting, name, listenerSettings);
  }
}
