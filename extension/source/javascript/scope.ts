/** Where names are known. By places in the text. */
export class Scope {
  readonly kind: 'function' | 'block';
  readonly parent: Scope | undefined;
  readonly start: number;
  end = 0;
  /** By name, whether it is a variable. */
  readonly #names = new Map<string, boolean>();
  readonly #inner: Scope[] = [];

  constructor(kind: Scope['kind'], parent: Scope | undefined, start: number) {
    this.kind = kind;
    this.parent = parent;
    this.start = start;
    if (parent) parent.#inner.push(this);
  }

  declare(name: string, isVariable: boolean): void {
    this.#names.set(name, isVariable);
  }

  isVariable(name: string): boolean {
    return this.#names.get(name) ?? false;
  }

  /** Whose code this is. */
  get function(): Scope {
    return this.kind === 'function' ? this : this.parent!.function;
  }

  /** Which declaration a name means here; undefined where the text has none. */
  scopeOf(name: string): Scope | undefined {
    return this.#names.has(name) ? this : this.parent?.scopeOf(name);
  }

  /** The innermost one around a place. */
  at(offset: number): Scope {
    const inner = this.#inner.findLast(({ start, end }) => start <= offset && offset <= end);
    return inner?.at(offset) ?? this;
  }

  isAround(other: Scope | undefined): boolean {
    return other !== undefined && (other === this || this.isAround(other.parent));
  }
}
