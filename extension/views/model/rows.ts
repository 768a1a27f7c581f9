import { isDeepStrictEqual } from 'node:util';
import type { Item } from './item.ts';

/** A row that stays while what it says changes: VS Code knows rows by their objects. */
export interface Row {
  readonly item: Item;
  readonly below: readonly Row[];
}

interface Kept extends Row {
  item: Item;
  below: readonly Kept[];
}

/** The rows of a view, which finds out what of them has to be drawn anew: a row that is, is lost to the mouse over it. */
export class Rows {
  #top: readonly Kept[] = [];

  get top(): readonly Row[] {
    return this.#top;
  }

  /**
   * Takes in what is to be seen from now on.
   *
   * @returns the rows that look different, or have others right below them; `undefined` where others are at the top
   */
  update(items: readonly Item[]): readonly Row[] | undefined {
    const changed: Row[] = [];
    const before = this.#top;
    this.#top = renewed(before, items, changed);
    return areSame(before, this.#top) ? changed : undefined;
  }
}

function renewed(before: readonly Kept[], items: readonly Item[], changed: Row[]): readonly Kept[] {
  const known = new Map(before.map((row) => [row.item.id, row]));
  return items.map((item) => {
    const row = known.get(item.id);
    if (!row) return created(item);
    const below = renewed(row.below, item.children ?? [], changed);
    if (!areSame(row.below, below) || !isDeepStrictEqual(looksOf(row.item), looksOf(item))) changed.push(row);
    return Object.assign(row, { item, below });
  });
}

const created = (item: Item): Kept => ({ item, below: (item.children ?? []).map(created) });

const areSame = (before: readonly Row[], now: readonly Row[]): boolean =>
  before.length === now.length && before.every((row, index) => row === now[index]);

const looksOf = ({ subject, children, ...looks }: Item): Omit<Item, 'subject' | 'children'> => looks;
