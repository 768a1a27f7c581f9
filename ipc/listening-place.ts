import { newSocketPath } from './discovery.ts';
import { parseEndpoint } from './endpoint.ts';
import type { PublisherKind } from './publication.ts';
import type { TransportConfig, TransportName } from './transport-config.ts';
import { allTransports } from './transports/registry.ts';

/**
 * The settings of a listener at a place that a user names: `auto`, a transport, or an endpoint. Where that says nothing of
 * a socket's path, it is a new one in `directory`, if there is one. Throws `ipc.endpointInvalid`.
 */
export function listeningPlace(
  place: string,
  kind: PublisherKind,
  directory: string | undefined,
): TransportConfig {
  const isName = place === 'auto' || allTransports().some(({ name }) => name === place);
  if (!isName) return parseEndpoint(place);
  const hasOwnSocket = (place === 'unix' || place === 'auto') && process.platform !== 'win32';
  return {
    transport: place as TransportName | 'auto',
    ...(hasOwnSocket && directory && { path: newSocketPath(directory, kind) }),
  };
}
