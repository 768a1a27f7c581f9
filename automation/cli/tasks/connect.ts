import { deferred } from '../../../adapter/util/deferred.ts';
import { timeLimit } from '../../../ipc/time-limit.ts';
import { errors } from '../../../protocol/errors.ts';
import type { ServerQuery } from '../../discovery/find-server.ts';
import type { Commander } from '../../tasks/commander.ts';
import { TERMINAL } from '../../tasks/hand-of.ts';
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
  const client = await TandemClient.connect({ ...which, name: TERMINAL, events, reconnectMs: 0 });
  const gone = new Promise<never>((_, reject) => {
    client.on('closed', reject);
  });
  gone.catch(() => {});
  return { commander: client, gone, [Symbol.asyncDispose]: () => client.close() };
}

/** How long a window or server that hangs may keep the others from being told, in milliseconds. */
const ANSWER_LIMIT_MS = 5000;

/** Asks one of several something. Rejects with `discovery.silent` when it does not answer. */
export async function ask<T>(pid: number, question: (commander: Commander) => Promise<T>): Promise<T> {
  const silence = deferred<never>();
  using _limit = timeLimit(ANSWER_LIMIT_MS, () => silence.reject(errors.serverSilent(ANSWER_LIMIT_MS)));
  const answered = connect({ pid }).then(async (driver) => {
    await using _driver = driver;
    return await question(driver.commander);
  });
  return await Promise.race([answered, silence.promise]);
}
