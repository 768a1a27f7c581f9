import { KEPT_ENTRIES, LAST_ENTRY } from '../../../protocol/output-record.ts';

type Values = readonly unknown[];

interface Entry {
  readonly number: number;
  readonly values: Values;
}

/** The arguments of the last calls of the console, for whoever opens them later. Older ones are given up. */
export class KeptValues {
  readonly #ring: (Entry | undefined)[] = [];
  #next = 0;
  #last = 0;

  /** Their number, or 0 where there is nothing to open. */
  keep(values: Values | undefined): number {
    if (!values || !hasObjects(values)) return 0;
    const number = this.#last === LAST_ENTRY ? 1 : this.#last + 1;
    this.#last = number;
    this.#ring[this.#next] = { number, values };
    this.#next = (this.#next + 1) % KEPT_ENTRIES;
    return number;
  }

  /** Undefined when they were given up. */
  get(entry: number): Values | undefined {
    return this.#ring.find((kept) => kept?.number === entry)?.values;
  }
}

/** Whether there is anything to open. */
export const hasObjects = (values: Values): boolean => values.some(hasInside);

const hasInside = (value: unknown): boolean =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';
