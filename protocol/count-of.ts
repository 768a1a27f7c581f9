/** `1 line`, `2 lines`. A word whose plural is not its singular and an s has both said. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
