import type { StartContext, Starter } from '../run/start.ts';
import type { AttachConfiguration } from './configuration.ts';

/** Shows that a program is being joined, where that takes long. Who gives up is answered at once. */
export const joining =
  (configuration: AttachConfiguration, start: Starter): Starter =>
  (context: StartContext) =>
    context.progress(`Attaching to ${placeOf(configuration)}`, (_tell, signal) =>
      // What is acquired after that goes to a scope that is closed, and is let go at once.
      unlessAborted(start({ ...context, signal }), signal),
    );

function placeOf({ pipe, processId, host, port, endpoint, path }: AttachConfiguration): string {
  const command = Array.isArray(pipe) ? pipe[0] : pipe?.command;
  const there = command === undefined ? '' : ` over ${command}`;
  const place =
    port !== undefined
      ? `${host ?? 'port'}${host ? ':' : ' '}${port}`
      : processId !== undefined
        ? `process ${processId}`
        : (endpoint ?? path ?? 'the program');
  return `${String(place)}${there}`;
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    work.then(resolve, reject);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
