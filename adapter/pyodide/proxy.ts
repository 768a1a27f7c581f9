import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { type ConnectionOptions, connect as secure } from 'node:tls';

type Variables = Readonly<Record<string, string | undefined>>;

/** The proxy that the environment names for an address, in the way that curl and others read it. */
export function proxyFor({ protocol, hostname, port }: URL, env: Variables): URL | undefined {
  const read = (name: string): string => env[name.toLowerCase()] || env[name] || '';
  const proxy = read(protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') || read('ALL_PROXY');
  if (
    !proxy ||
    read('NO_PROXY')
      .split(/[\s,]+/)
      .some((exempt) => isExempt(exempt, hostname, port))
  )
    return undefined;
  const url = new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
  return /^https?:$/.test(url.protocol) ? url : undefined;
}

/** `example.com` and `.example.com` stand for the host and all below it, `*` for every host; a port may follow. */
function isExempt(exempt: string, hostname: string, port: string): boolean {
  if (exempt === '*') return true;
  const [, host = '', only] = /^(.*?)(?::(\d+))?$/.exec(exempt.replace(/^\*?\./, '').toLowerCase()) ?? [];
  if (host === '' || (only !== undefined && only !== port)) return false;
  return hostname === host || hostname.endsWith(`.${host}`);
}

export const wayTo = ({
  hostname,
  port,
  protocol,
}: URL): { readonly host: string; readonly port: number } => ({
  host: hostname.replace(/^\[|\]$/g, ''),
  port: Number(port) || (protocol === 'https:' ? 443 : 80),
});

/** The credentials in a proxy's address are for it alone, not for those that it passes the request on to. */
export function passFor({ username, password }: URL): { readonly 'proxy-authorization'?: string } {
  if (!username) return {};
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return { 'proxy-authorization': `Basic ${credentials.toString('base64')}` };
}

/** A connection to a host with TLS, through a proxy that passes on what it cannot read. */
export async function tunnel(proxy: URL, { hostname, port }: URL, signal: AbortSignal): Promise<Socket> {
  const place = `${hostname}:${port || 443}`;
  const asked = request({
    ...wayTo(proxy),
    method: 'CONNECT',
    path: place,
    headers: { host: place, ...passFor(proxy) },
    signal,
    agent: false,
    ...(proxy.protocol === 'https:' && {
      createConnection: (options) => secure(options as ConnectionOptions),
    }),
  });
  const [answer, socket] = await connected(asked);
  if (answer.statusCode !== 200) {
    socket.destroy();
    throw new Error(`the proxy ${proxy.host} answered ${answer.statusCode} ${answer.statusMessage}`);
  }
  return secure({ socket, servername: hostname });
}

const connected = (asked: ClientRequest): Promise<[IncomingMessage, Socket]> =>
  new Promise((resolve, reject) => {
    asked.once('connect', (answer, socket) => resolve([answer, socket as Socket]));
    asked.once('error', reject);
    asked.end();
  });
