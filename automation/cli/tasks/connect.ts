import { deferred } from '../../../adapter/util/deferred.ts';
import { timeLimit } from '../../../ipc/time-limit.ts';
import { errors } from '../../../protocol/errors.ts';
import type { ServerQuery } from '../../discovery/find-server.ts';
import type { Commander } from '../../tasks/commander.ts';
import { loadClient } from './load-client.ts';

/** A window or server that is driven. Disposing it says goodbye: what is stopped there stays stopped. */
export interface Driver extends AsyncDisposable {
  readonly commander: Commander;
  /** Rejects when the other end is gone. */
  readonly gone: Promise<never>;
}

export interface ConnectOptions extends Pick<ServerQuery, 'pid' | 'endpoint'> {
  /** Whether events are wanted. */
  readonly events?: boolean;
}

/** Rejects with `discovery.*` when it is not clear which one is meant, and as `TandemClient.connect` does. */
export async function connect({ events = false, ...which }: ConnectOptions): Promise<Driver> {
  const { TandemClient } = loadClient();
  // A command that was cut off does not know what it has missed: it is for its user to say it again.
  const client = await TandemClient.connect({ ...which, name: 'tandem', events, reconnectMs: 0 });
  const gone = new Promise<never>((_, reject) => {
    client.on('closed', reject);
  });
  gone.catch(() => {});
  return { commander: client, gone, [Symbol.asyncDispose]: () => client.close() };
}

/** Asks one window or server something. Rejects with `discovery.silent` when it takes longer than the limit, in milliseconds. */
export async function ask<T>(
  pid: number,
  limitMs: number,
  question: (commander: Commander) => Promise<T>,
): Promise<T> {
  const silence = deferred<never>();
  using _limit = timeLimit(limitMs, () => silence.reject(errors.serverSilent(limitMs)));
  const answered = connect({ pid }).then(async (driver) => {
    await using _driver = driver;
    return await question(driver.commander);
  });
  return await Promise.race([answered, silence.promise]);
}
