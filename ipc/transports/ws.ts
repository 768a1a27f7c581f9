import { errors } from '../../protocol/errors.ts';
import { exposure, isLoopback, LOOPBACK } from '../loopback.ts';
import type { EndpointOf } from '../transport-config.ts';
import { checked } from './checked.ts';
import { bracketed, WILDCARDS } from './tcp.ts';
import type { Transport } from './transport.ts';

type WebSocketEndpoint = EndpointOf<'ws'>;

/** As the standard writes it, where the text is a URL at all. */
function toEndpoint(text: string): WebSocketEndpoint {
  try {
    return { transport: 'ws', url: new URL(text).href };
  } catch {
    return { transport: 'ws', url: text };
  }
}

/** A WebSocket, for tunnels and browsers: its binary messages carry the bytes. */
export const ws: Transport<'ws'> = {
  name: 'ws',
  form: 'ws://HOST:PORT/PATH',
  schemes: ['ws:', 'wss:'],
  settings: ['url', 'allowedHosts', 'allowedOrigins'],
  listenerSettings: ['url', 'host', 'port', 'allowNonLoopback', 'allowedHosts', 'allowedOrigins'],
  existsOn: () => true,

  fromConfig({ url }) {
    if (!url) throw errors.endpointIncomplete('ws', 'url');
    return toEndpoint(url);
  },
  problem({ url }) {
    if (!URL.canParse(url)) return 'it is not a URL';
    const { protocol, username, password, hash } = new URL(url);
    if (protocol !== 'ws:' && protocol !== 'wss:') return 'it begins with neither "ws://" nor "wss://"';
    if (username || password) return 'it has a user name or a password in it';
    if (hash || url.endsWith('#')) return 'it has a fragment';
    return undefined;
  },

  describe: ({ url }) => url,
  toText: ({ url }) => url,
  fromText: toEndpoint,
  toOptions: ({ url }) => ({ '--ipc-url': url }),
  fromOptions: (read) => toEndpoint(read('--ipc-url')),

  async listen({ url, allowNonLoopback = false, allowedHosts, allowedOrigins, ...rest }) {
    const { host = LOOPBACK, port = 0 } = url === undefined ? rest : placeOf(url);
    if (!allowNonLoopback && !isLoopback(host)) throw errors.hostNotLoopback(host);
    const [{ SocketListener }, { webSocketServer }] = await Promise.all([
      import('../listener.ts'),
      import('../websocket/server.ts'),
    ]);
    const welcome = { allowedHosts: allowedHosts ?? [], allowedOrigins: allowedOrigins ?? [] };
    return new SocketListener({
      address: { host, port },
      where: `ws://${bracketed(host)}:${port}/`,
      serve: (arrive) => webSocketServer(welcome, arrive),
      bound: ({ address, port }) => toEndpoint(`ws://${bracketed(address)}:${port}/`),
    });
  },
  async connect({ url }, timeoutMs) {
    const { dialWebSocket } = await import('../websocket/dial.ts');
    return dialWebSocket(url, timeoutMs);
  },

  dialable(endpoint) {
    const url = new URL(endpoint.url);
    const host = WILDCARDS[hostOf(url)];
    if (host) url.hostname = bracketed(host);
    return toEndpoint(url.href);
  },
  notices: ({ url }) => exposure(hostOf(new URL(url)), url),
};

/** The place in a URL that is to be listened on; its path means nothing there. */
function placeOf(text: string): { readonly host: string; readonly port: number } {
  const { url } = checked(ws, toEndpoint(text));
  const parts = new URL(url);
  // Those who want TLS put something in front that speaks it.
  if (parts.protocol !== 'ws:') throw errors.endpointInvalid(text, 'nobody listens on "wss:" here', ws.form);
  return { host: hostOf(parts), port: Number(parts.port || 80) };
}

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');
