import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Something that is fetched over the network, and not a place on this machine. */
export const isAddress = (place: string): boolean => /^https?:\/\//i.test(place);

/** The path that a setting names; relative ones start at `cwd`. */
export const pathFrom = (place: string, cwd: string): string =>
  place.startsWith('file:') ? fileURLToPath(place) : resolve(cwd, place);
