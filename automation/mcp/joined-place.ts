import { TandemClient } from '../client/client.ts';
import type { ServerQuery } from '../discovery/find-server.ts';
import type { OpenPlace } from './places.ts';

/** A window that was reloaded has another socket: it is looked for anew, and not waited for. */
const RECONNECT_MS = 2000;

/** Programs run in a window of VS Code, or in a `tandem serve`, and stay there. Rejects as `TandemClient.connect` does. */
export async function joinPlace(query: ServerQuery): Promise<OpenPlace> {
  const client = await TandemClient.connect({
    ...query,
    name: 'MCP',
    events: false,
    reconnectMs: RECONNECT_MS,
  });
  const { kind, pid, folders, readOnly } = client.server;
  const what =
    kind === 'window'
      ? `the VS Code window of process ${pid}, whose user sees all of it`
      : `the "tandem serve" of process ${pid}`;
  return {
    commander: client,
    name: readOnly ? `${what}, and which is read-only` : what,
    folder: folders[0],
    get clientId() {
      return client.clientId;
    },
    isOpen: () => client.isConnected,
    [Symbol.asyncDispose]: () => client.close(),
  };
}
