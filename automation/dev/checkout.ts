import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { errors } from '../../protocol/errors.ts';

/** What has to be there to build an adapter. */
const SOURCES = ['adapter/main.ts', 'scripts/build.mjs'];

const isCheckout = (directory: string): boolean => SOURCES.every((file) => existsSync(join(directory, file)));

/**
 * The root of the checkout that a directory is in: the one that is named, or else the one that this very code was built
 * in, or that somebody works in. Throws `dev.noCheckout`.
 */
export function findCheckout(named?: string): string {
  const starts = named === undefined ? [__dirname, process.cwd()] : [resolve(named)];
  for (const start of starts) {
    const found = upwards(start).find(isCheckout);
    if (found !== undefined) return found;
  }
  throw errors.devNoCheckout(starts);
}

function upwards(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...upwards(parent)];
}
