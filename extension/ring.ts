/** The last few of many: what is pushed into a full one pushes the oldest out. */
export class Ring<T> implements Iterable<T> {
  readonly #size: number;
  readonly #items: T[] = [];
  #pushed = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** How many there were that are no longer here. */
  get dropped(): number {
    return this.#pushed - this.#items.length;
  }

  push(item: T): void {
    this.#items[this.#pushed % this.#size] = item;
    this.#pushed += 1;
  }

  /** The oldest first. */
  *[Symbol.iterator](): Iterator<T> {
    const first = this.dropped > 0 ? this.#pushed % this.#size : 0;
    for (let index = 0; index < this.#items.length; index += 1)
      yield this.#items[(first + index) % this.#size]!;
  }
}
