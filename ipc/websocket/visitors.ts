import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../loopback.ts';

export interface Welcome {
  /** Names and addresses, with a port if only that is meant, under which a tunnel shows the endpoint. */
  readonly allowedHosts: readonly string[];
  /** Origins of web pages that may connect: `https://example.com`. */
  readonly allowedOrigins: readonly string[];
}

/**
 * Why a visitor may not come in, or undefined. A browser lets any page connect to loopback, and a page whose own name
 * leads there ("DNS rebinding") counts as same-origin: what gives both away is the name that was asked for, and the
 * page's origin. A program that is no browser sends no origin; it has to know the token like everybody else.
 */
export function refusalOf({ headers, socket }: IncomingMessage, welcome: Welcome): string | undefined {
  const isHere = ({ hostname, port, host }: URL): boolean => {
    if (welcome.allowedHosts.includes(hostname) || welcome.allowedHosts.includes(host)) return true;
    const name = hostname.replace(/^\[(.*)\]$/, '$1');
    const isOwn = isLoopback(name) || name === socket.localAddress?.replace(/^::ffff:/, '');
    return isOwn && Number(port || 80) === socket.localPort;
  };
  const asked = headers.host ?? '';
  const host = /[@/\\?#]/.test(asked) ? undefined : parse(`http://${asked}`);
  if (!host || !isHere(host)) return `the host "${asked}" is not this one`;
  const { origin } = headers;
  if (origin === undefined || welcome.allowedOrigins.includes(origin)) return undefined;
  const page = parse(origin);
  return page?.protocol === 'http:' && isHere(page) ? undefined : `pages of "${origin}" are not allowed`;
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
