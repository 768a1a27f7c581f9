import { BlockList, isIP } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** Built on first use: a launcher dials, and asks nothing of this. */
let loopback: BlockList | undefined;

export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  const family = isIP(host);
  if (family === 0) return false;
  if (!loopback) {
    loopback = new BlockList();
    loopback.addSubnet('127.0.0.0', 8, 'ipv4');
    loopback.addAddress('::1', 'ipv6');
  }
  return loopback.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

/** What the user should know about listening on `host`. */
export function exposure(host: string, where: string): string[] {
  if (isLoopback(host)) return [];
  return [
    `Listening on ${where}, which other machines can reach. ` +
      'Whoever holds the session token can run code here.',
  ];
}
