import { findCheckout } from './checkout.ts';
import type { DevEvent } from './dev-events.ts';
import { DevServer } from './dev-server.ts';
import { LogFile } from './log-file.ts';
import { placesIn } from './places.ts';
import { takeStateDirectory } from './state-lock.ts';

const ENDS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs a dev adapter in this process until a signal ends it. Throws what keeps it from starting. */
export async function runDev(
  directory: string,
  namedCheckout: string | undefined,
  onEvent: (event: DevEvent) => void,
): Promise<void> {
  const checkout = findCheckout(namedCheckout);
  const places = placesIn(directory);
  const lock = await takeStateDirectory(places);
  const log = new LogFile(places.log, places.formerLog);
  const server = new DevServer({ checkout, places, log, onEvent });
  // As in an editor, where the same code runs among that of others: one fault is not the end of all sessions.
  process.on('uncaughtException', (error) => server.fault(error));
  // Whoever has started us may be gone, and the logs are there to be read.
  process.stdout.on('error', () => {});
  try {
    const ended = new Promise<void>((resolve, reject) => {
      for (const signal of ENDS) process.on(signal, () => void server.close().then(resolve, reject));
    });
    await server.start();
    if (process.platform !== 'win32') process.on('SIGUSR2', () => server.reload());
    await ended;
  } finally {
    lock[Symbol.dispose]();
  }
}
