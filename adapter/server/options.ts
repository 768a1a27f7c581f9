import { parseArgs } from 'node:util';
import { errors } from '../../protocol/errors.ts';

export const HELP = `Tandem debug adapter: speaks the Debug Adapter Protocol.

  node adapter.js                           one session on standard input and output
  node adapter.js --socket PATH             any number of sessions on a Unix socket or Windows pipe
  node adapter.js --port N [--host HOST]    any number of sessions on a loopback port; 0 takes any free one

  --trace    write what happens to standard error
  --help     show this

Whoever reaches the port can run programs as you: prefer --socket where other users share the machine.
`;

export type ServerOptions = { readonly trace: boolean } & (
  | { readonly serve: 'stdio' }
  | { readonly serve: 'socket'; readonly path: string }
  | { readonly serve: 'port'; readonly port: number; readonly host: string }
);

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** What a command line says; not yet checked. */
export interface ServerValues {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly socket?: string | undefined;
  readonly trace?: boolean | undefined;
}

/** Throws `server.usage` and `server.host`. */
export function serverOptions({ port, host, socket, trace = false }: ServerValues): ServerOptions {
  if (port !== undefined && socket !== undefined) throw errors.usage('Use either --port or --socket.');
  if (host !== undefined && port === undefined) throw errors.usage('--host needs --port.');
  if (socket !== undefined) {
    if (socket === '') throw errors.usage('--socket needs a path.');
    return { serve: 'socket', path: socket, trace };
  }
  if (port === undefined) return { serve: 'stdio', trace };
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    throw errors.usage(`--port ${port} is not a port number.`);
  if (host !== undefined && !LOOPBACK.test(host)) throw errors.serverHost(host);
  return { serve: 'port', port: Number(port), host: host ?? '127.0.0.1', trace };
}

/** Throws `server.usage`. */
export function parseArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        socket: { type: 'string' },
        trace: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw errors.usage(error instanceof Error ? error.message : String(error));
  }
}
