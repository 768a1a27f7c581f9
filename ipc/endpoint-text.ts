import { errors } from '../protocol/errors.ts';
import type { Endpoint } from './transport-config.ts';

/** An endpoint as one word, as users write it and programs print it: the inverse of {@link parseEndpoint}. */
export function endpointText(endpoint: Endpoint): string {
  switch (endpoint.transport) {
    case 'unix':
      return `unix:${endpoint.path}`;
    case 'pipe':
      return `pipe:${endpoint.pipeName}`;
    case 'tcp':
      return `tcp:${endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host}:${endpoint.port}`;
  }
}

const TCP = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d+)$/;

/** `unix:PATH`, `pipe:NAME` or `tcp:HOST:PORT`. Throws `ipc.endpointText`. */
export function parseEndpoint(text: string): Endpoint {
  const colon = text.indexOf(':');
  const transport = text.slice(0, colon);
  const rest = text.slice(colon + 1);
  if (rest !== '' && transport === 'unix') return { transport, path: rest };
  if (rest !== '' && transport === 'pipe') return { transport, pipeName: rest };
  if (transport !== 'tcp') throw errors.endpointText(text);
  const [, address, name, digits] = TCP.exec(rest) ?? [];
  const host = address ?? name;
  const port = Number(digits);
  if (host === undefined || !(port >= 1 && port <= 65535)) throw errors.endpointText(text);
  return { transport, host, port };
}
