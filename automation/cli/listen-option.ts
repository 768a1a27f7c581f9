import { parseEndpoint } from '../../ipc/endpoint.ts';
import { isLoopback } from '../../ipc/loopback.ts';
import type { Endpoint } from '../../ipc/transport-config.ts';
import { allTransports } from '../../ipc/transports/registry.ts';
import { errors } from '../../protocol/errors.ts';
import type { Options } from './options.ts';

/** The options of a command that lets others come in. */
export const listenOptions = {
  listen: {
    type: 'string',
    value: 'ENDPOINT',
    summary: 'wait there: unix:/PATH, tcp:HOST:PORT, or "tcp" for a free port (default: a private socket)',
  },
  'allow-non-loopback': {
    type: 'boolean',
    summary: 'let --listen name an address that other machines can reach',
  },
} as const satisfies Options;

export interface ListenPlace {
  /** `auto`, the name of a transport, or an endpoint. */
  readonly listen: string;
  readonly allowNonLoopback: boolean;
}

interface ListenValues {
  readonly listen?: string | undefined;
  readonly 'allow-non-loopback'?: boolean | undefined;
}

/** A mistake in it is told here, in the words of the command line, before anything is started. */
export function listenPlace(values: ListenValues, command: string): ListenPlace {
  const { listen = 'auto', 'allow-non-loopback': allowNonLoopback = false } = values;
  const names: readonly string[] = ['auto', ...allTransports().map(({ name }) => name)];
  const host = names.includes(listen) ? undefined : hostOf(parsed(listen, command));
  if (host !== undefined && !allowNonLoopback && !isLoopback(host)) throw errors.cliHostNotLoopback(host);
  return { listen, allowNonLoopback };
}

function parsed(listen: string, command: string): Endpoint {
  try {
    return parseEndpoint(listen);
  } catch (error) {
    throw errors.cliUsage(`--listen: ${(error as Error).message}`, command);
  }
}

function hostOf(endpoint: Endpoint): string | undefined {
  if (endpoint.transport === 'tcp') return endpoint.host;
  if (endpoint.transport === 'ws') return new URL(endpoint.url).hostname.replace(/^\[(.*)\]$/, '$1');
  return undefined;
}
