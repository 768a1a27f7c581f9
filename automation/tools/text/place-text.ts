import type { Place } from '../tool.ts';

/** Where the reader's programs run, and what its relative paths mean. */
export const placeText = ({ name, folder }: Pick<Place, 'name' | 'folder'>): string =>
  `Programs run in ${name}.${folder === undefined ? '' : ` Relative paths start at ${folder}.`}`;
