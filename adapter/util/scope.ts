type Undo = () => void | Promise<void>;

/**
 * What has to be given back, in one place: a resource is registered in the moment it is acquired, and all are released
 * in reverse order, once, however often the scope is closed. One that fails does not keep the others.
 */
export class Scope implements AsyncDisposable {
  readonly #onError: (error: unknown) => void;
  readonly #undos: Undo[] = [];
  #closing: Promise<void> | undefined;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Registers an undo. In a scope that is closed already it runs at once: nothing outlives its scope. */
  add(undo: Undo): void {
    if (this.#closing) void this.#run(undo);
    else this.#undos.push(undo);
  }

  use<T extends Disposable | AsyncDisposable>(resource: T): T {
    this.add(() =>
      Symbol.asyncDispose in resource
        ? Promise.resolve(resource[Symbol.asyncDispose]())
        : resource[Symbol.dispose](),
    );
    return resource;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // A microtask first, so that #closing is set and an undo that registers something finds the scope closed.
    await undefined;
    for (let undo = this.#undos.pop(); undo; undo = this.#undos.pop()) await this.#run(undo);
  }

  async #run(undo: Undo): Promise<void> {
    try {
      await undo();
    } catch (error) {
      this.#onError(error);
    }
  }
}
