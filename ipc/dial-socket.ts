import { connect as connectSocket, type Socket } from 'node:net';
import { opened } from './opened.ts';

/** What `net.listen` and `net.connect` both understand. */
export type SocketAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/** Dials a socket; `where` names it in a message. Throws as {@link opened} does. */
export function dialSocket(address: SocketAddress, where: string, timeoutMs: number): Promise<Socket> {
  // A debugger's small frames wait for nobody's acknowledgement: noDelay.
  const socket = connectSocket({ ...address, noDelay: true });
  const abandon = () => socket.destroy();
  return opened({ socket, opens: 'connect', where, timeoutMs, take: () => socket, abandon });
}
