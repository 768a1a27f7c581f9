import { SessionServer } from './listen.ts';
import type { ServerOptions } from './options.ts';
import type { Service } from './service.ts';
import { serveStdio } from './stdio.ts';

/** Serves clients until there are none to come, or a signal ends it; whoever calls it then ends the process. */
export async function serveClients(options: ServerOptions): Promise<void> {
  const service = await begin(options);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => service.close());
  await service.done;
}

async function begin(options: ServerOptions): Promise<Service> {
  const session = {
    log: options.trace ? (line: string) => void process.stderr.write(`${line}\n`) : undefined,
  };
  switch (options.serve) {
    case 'stdio':
      return serveStdio(session);
    case 'port': {
      const server = new SessionServer(session);
      const port = await server.listenOnPort(options.port, options.host);
      console.log(`Tandem debug adapter listens on ${options.host}:${port}`);
      return server;
    }
    case 'socket': {
      const server = new SessionServer(session);
      await server.listenOnSocket(options.path);
      console.log(`Tandem debug adapter listens on ${options.path}`);
      return server;
    }
  }
}
