/** Those who listen to a set of events, by the event's name. */
export class Listeners<Events extends object> {
  readonly #byName = new Map<keyof Events, Set<(value: never) => void>>();

  /** Disposing the result removes the listener. */
  on<E extends keyof Events>(event: E, listener: (value: Events[E]) => void): Disposable {
    const listeners = this.#byName.get(event) ?? new Set();
    this.#byName.set(event, listeners);
    // Wrapped, so that adding one function twice makes two registrations with two undos.
    const registration = (value: Events[E]): void => listener(value);
    listeners.add(registration);
    return { [Symbol.dispose]: () => void listeners.delete(registration) };
  }

  /** What a listener throws keeps the others from nothing, and is swallowed by nobody: a bug in one must be seen. */
  emit<E extends keyof Events>(event: E, value: Events[E]): void {
    for (const listener of [...(this.#byName.get(event) ?? [])]) {
      try {
        (listener as (value: Events[E]) => void)(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
