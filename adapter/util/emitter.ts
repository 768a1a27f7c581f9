/** A list of listeners. Each hears what is emitted after it was added, in the order of adding. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Disposing the result removes the listener. */
  on(listener: (value: T) => void): Disposable {
    // Wrapped, so that adding one function twice makes two registrations with two undos.
    const registration = (value: T): void => listener(value);
    this.#listeners.add(registration);
    return { [Symbol.dispose]: () => void this.#listeners.delete(registration) };
  }

  emit(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
