import { isAbsolute, relative, sep } from 'node:path';

/** As short as it can be said: relative to the folder where relative paths start, if it is in there. */
export function shortPath(file: string, folder: string | undefined): string {
  if (folder === undefined || !isAbsolute(file)) return file;
  const way = relative(folder, file);
  return way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? file : way;
}
