import { isIP } from 'node:net';

/** Where something listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Node's inspector answers nobody who calls it by a name that DNS could have been made to say, against pages that look
 * for it from a browser. By an address, or as `localhost`, anybody may.
 */
export const hostHeader = ({ host, port }: Address): string =>
  `${isIP(host) === 4 ? host : isIP(host) === 6 ? `[${host}]` : 'localhost'}:${port}`;

/** As a person reads it. */
export const addressText = ({ host, port }: Address): string =>
  `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
