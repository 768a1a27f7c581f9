import { deferred } from '../util/deferred.ts';

/** What has to be through before the program may run: the client's `configurationDone`, and what it asked for before. */
export class ConfigurationGate {
  readonly #done = deferred();
  readonly #requests = new Set<Promise<unknown>>();

  /** Registers a request of the configuration; returns it. */
  register<T>(request: Promise<T>): Promise<T> {
    this.#requests.add(request);
    const through = (): void => void this.#requests.delete(request);
    request.then(through, through);
    return request;
  }

  done(): void {
    this.#done.resolve();
  }

  /** Ends the wait for a client that will not say that it is done. */
  abandon(reason: Error): void {
    this.#done.reject(reason);
  }

  /** Resolves when the program may run. A request that failed was answered; it does not keep the program. */
  async passed(): Promise<void> {
    await this.#done.promise;
    await Promise.allSettled(this.#requests);
  }
}
