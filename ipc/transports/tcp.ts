import { errors } from '../../protocol/errors.ts';
import { dialSocket } from '../dial-socket.ts';
import { exposure, isLoopback, LOOPBACK } from '../loopback.ts';
import type { EndpointOf } from '../transport-config.ts';
import type { Transport } from './transport.ts';

type TcpEndpoint = EndpointOf<'tcp'>;

const toEndpoint = (host: string, port: string): TcpEndpoint => ({
  transport: 'tcp',
  host,
  port: /^\d+$/.test(port) ? Number(port) : Number.NaN,
});

/** "Every address" can be bound but not portably dialled. */
export const WILDCARDS: Readonly<Record<string, string>> = { '0.0.0.0': LOOPBACK, '::': '::1' };

export const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** A TCP port, on loopback unless the user wants it otherwise. */
export const tcp: Transport<'tcp'> = {
  name: 'tcp',
  form: 'tcp:HOST:PORT',
  settings: ['host', 'port'],
  listenerSettings: ['host', 'port', 'allowNonLoopback'],
  existsOn: () => true,

  fromConfig({ host = LOOPBACK, port }) {
    if (port === undefined) throw errors.endpointIncomplete('tcp', 'port');
    return { transport: 'tcp', host, port };
  },
  problem({ host, port }) {
    if (host === '') return 'the host is missing';
    if (/[\s\0[\]/\\]/.test(host)) return `"${host}" is not a host`;
    if (!(Number.isInteger(port) && port >= 1 && port <= 65535)) {
      return 'the port is not a number from 1 to 65535';
    }
    return undefined;
  },

  describe: ({ host, port }) => `${bracketed(host)}:${port}`,
  toText: ({ host, port }) => `tcp:${bracketed(host)}:${port}`,
  fromText(text) {
    const parts = /^tcp:(?:\[([^\]]*)\]|([^:]*)):([^:]*)$/.exec(text);
    return parts ? toEndpoint(parts[1] ?? parts[2]!, parts[3]!) : undefined;
  },
  toOptions: ({ host, port }) => ({ '--ipc-host': host, '--ipc-port': String(port) }),
  fromOptions: (read) => toEndpoint(read('--ipc-host'), read('--ipc-port')),

  async listen({ host = LOOPBACK, port = 0, allowNonLoopback = false }) {
    if (!allowNonLoopback && !isLoopback(host)) throw errors.hostNotLoopback(host);
    const { SocketListener } = await import('../listener.ts');
    return new SocketListener({
      address: { host, port },
      where: `${bracketed(host)}:${port}`,
      bound: ({ address, port }) => ({ transport: 'tcp', host: address, port }),
    });
  },
  connect: (endpoint, timeoutMs) => {
    const { host, port } = endpoint;
    return dialSocket({ host, port }, tcp.describe(endpoint), timeoutMs);
  },

  dialable: (endpoint) => ({ ...endpoint, host: WILDCARDS[endpoint.host] ?? endpoint.host }),
  notices: (endpoint) => exposure(endpoint.host, tcp.describe(endpoint)),
};
