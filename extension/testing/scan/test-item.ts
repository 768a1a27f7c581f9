/** A title as far as the source tells it: text, and undefined where it is known only when the program runs. */
export type Title = readonly (string | undefined)[];

/** A test, or a suite of them, as it stands in a source. Offsets are of UTF-16 units, from 0. */
export interface TestItem {
  readonly kind: 'test' | 'suite';
  readonly title: Title;
  /** The suite around it. */
  readonly parent: TestItem | undefined;
  readonly start: number;
  /** Behind its last character; of what is not closed yet, the end of the text. */
  readonly end: number;
}

/** From the outermost suite to the item itself. */
export const trailOf = (item: TestItem): readonly TestItem[] =>
  item.parent ? [...trailOf(item.parent), item] : [item];

/** As it is shown. */
export const titleOf = (item: TestItem): string => item.title.map((part) => part ?? '…').join('');

/** The innermost item at an offset. */
export const itemAt = <Item extends TestItem>(items: readonly Item[], offset: number): Item | undefined =>
  items.findLast(({ start, end }) => start <= offset && offset < end);
