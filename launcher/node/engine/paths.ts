import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Identity of a source: two spellings of one file have one key. */
export type SourceKey = string & { readonly __sourceKey: true };

const caseInsensitive = process.platform === 'win32' || process.platform === 'darwin';

/** The key of a path that may be spelled through symlinks. Touches the disk; cached per path. */
export function sourceKey(file: string): SourceKey {
  let key = keys.get(file);
  if (key === undefined) {
    key = plainKey(realPath(file));
    keys.set(file, key);
  }
  return key;
}

const keys = new Map<string, SourceKey>();

const plainKey = (file: string): SourceKey => {
  const normal = path.normalize(file);
  return (caseInsensitive ? normal.toLowerCase() : normal) as SourceKey;
};

/** The file without symlinks, or as it is where it does not exist. */
export function realPath(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    return path.normalize(file);
  }
}

/** The file that a script URL names: `file:` URLs and plain absolute paths (`vm` scripts have those). */
export function pathOfUrl(url: string): string | undefined {
  const bare = url.replace(/[?#].*$/, '');
  if (bare.startsWith('file://')) {
    try {
      return fileURLToPath(bare);
    } catch {
      return undefined;
    }
  }
  return path.isAbsolute(url) ? url : undefined;
}

export const urlOfPath = (file: string): string => pathToFileURL(file).href;

const escapeRegex = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/**
 * A regular expression for V8 that finds the scripts of a file however they are spelled: as URL, as plain path (`vm`),
 * with a query behind it (a module imported again).
 */
export function urlPattern(file: string): string {
  const spellings = new Set([urlOfPath(file), file, urlOfPath(realPath(file)), realPath(file)]);
  return `^(?:${[...spellings].map(escapeRegex).join('|')})(?:[?#].*)?$`;
}
