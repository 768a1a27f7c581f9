import { TandemError } from '../protocol/errors.ts';
import { SessionServer } from './server/listen.ts';
import { HELP, parseOptions, type ServerOptions } from './server/options.ts';
import type { Service } from './server/service.ts';
import { serveStdio } from './server/stdio.ts';

export { runningPrograms } from './processes/running-programs.ts';
export { dropSpare } from './pyodide/spare-worker.ts';
export { createDebugSession } from './session/create-session.ts';

async function serve(options: ServerOptions): Promise<Service | undefined> {
  const session = {
    log: options.trace ? (line: string) => void process.stderr.write(`${line}\n`) : undefined,
  };
  switch (options.serve) {
    case 'help':
      process.stdout.write(HELP);
      return undefined;
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

async function main(): Promise<void> {
  const service = await serve(parseOptions(process.argv.slice(2)));
  if (!service) return;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => service.close());
  await service.done;
  // Not left to the event loop: a client that stays connected, or a program that was left running, must not hold us.
  process.exit(0);
}

// The extension loads this very file for what it exports; only run by itself it is a program.
if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${TandemError.from(error).text}\n`);
    process.exit(2);
  });
}
