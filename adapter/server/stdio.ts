import { Console } from 'node:console';
import { createDebugSession, type SessionOptions } from '../session/create-session.ts';
import type { Service } from './service.ts';

/** One session on standard input and output, which from here on carry the protocol and nothing else. */
export function serveStdio(options: SessionOptions): Service {
  globalThis.console = new Console(process.stderr);
  const session = createDebugSession({ ...options, sessionsOfOneProcess: false });
  session.start(process.stdin, process.stdout);
  const flushed = (): Promise<void> => new Promise((resolve) => process.stdout.write('', () => resolve()));
  return {
    done: session.finished.then(flushed),
    close: () => session.shutdown(),
  };
}
