/** Types without what makes no difference on the wire: `readonly`, and `undefined` beside a missing key. */
type Plain<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends readonly (infer Item)[]
    ? { items: Plain<Item> }
    : T extends object
      ? { -readonly [K in keyof T as undefined extends T[K] ? never : K]: Plain<T[K]> } & {
          -readonly [K in keyof T as undefined extends T[K] ? K : never]?: Plain<Exclude<T[K], undefined>>;
        }
      : T;

type Flat<T> = T extends object ? { [K in keyof T]: Flat<T[K]> } : T;

type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Whether two types are the same on the wire: every field, whether it may be missing, and what it may be. */
export type Same<A, B> = Identical<A, B> extends true ? true : Identical<Flat<Plain<A>>, Flat<Plain<B>>>;

/** Fails to compile unless all of them hold. */
export type Hold<Checks extends readonly true[]> = Checks;
