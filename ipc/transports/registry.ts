import { errors } from '../../protocol/errors.ts';
import type { Endpoint, TransportConfig, TransportName } from '../transport-config.ts';
import { pipe } from './pipe.ts';
import { stdio } from './stdio.ts';
import { tcp } from './tcp.ts';
import type { Transport } from './transport.ts';
import { unix } from './unix.ts';
import { ws } from './ws.ts';

/** In this order they are asked what `auto` means. */
const transports = new Map<string, Transport>(
  [unix, pipe, ws, tcp, stdio].map((transport) => [transport.name, transport]),
);

/** Plugs one more transport in, until the registration is disposed. Throws `ipc.transportTaken`. */
export function registerTransport<Name extends TransportName>(transport: Transport<Name>): Disposable {
  if (transports.has(transport.name)) throw errors.transportTaken(transport.name);
  transports.set(transport.name, transport);
  return {
    [Symbol.dispose]() {
      transports.delete(transport.name);
    },
  };
}

export const allTransports = (): readonly Transport[] => [...transports.values()];

/** Throws `ipc.transportUnknown`. */
export function transportNamed(name: TransportName): Transport {
  const transport = transports.get(name);
  if (!transport) throw errors.transportUnknown(name, [...transports.keys()]);
  return transport;
}

/** The transport that carries to this endpoint. */
export const transportOf = (endpoint: Endpoint): Transport => transportNamed(endpoint.transport);

/** The transport that the configuration means on `platform`; says nothing about whether it exists there. */
export function resolveTransport(config: TransportConfig, platform: NodeJS.Platform): Transport {
  if (config.transport !== 'auto') return transportNamed(config.transport);
  const all = allTransports();
  return (
    all.find(({ settings }) => settings.some((setting) => config[setting] !== undefined)) ??
    all.find((transport) => transport.isDefaultOn?.(platform)) ??
    tcp
  );
}
