import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type FileNames, SAME_NAMES } from './file-names.ts';

/** Identity of a source: two spellings of one file have one key. */
export type SourceKey = string & { readonly __sourceKey: true };

/** Names of files that differ only in small and capital letters are those of one file. */
export const ignoresCase = process.platform === 'win32' || process.platform === 'darwin';

/**
 * The key of a path that may be spelled through symlinks, or of a name that is none (a URL, a text without a file).
 * Touches the disk; cached per path.
 */
export function sourceKey(file: string): SourceKey {
  if (!path.isAbsolute(file)) return file as SourceKey;
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
  return (ignoresCase ? normal.toLowerCase() : normal) as SourceKey;
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

/** The URL under which the inspector shows a CommonJS module: it encodes less than `pathToFileURL` does (`[`, `~`, `^`). */
export function urlOfCommonJs(file: string): string {
  const url = new URL('file:');
  url.pathname = file.replace(/[%\\\n\r\t]/g, encodeURIComponent);
  return url.href;
}

const escapeRegex = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/**
 * A regular expression for V8 that finds the scripts of a file however they are spelled: as URL, as plain path (`vm`),
 * with a query behind it (a module imported again). What is not a file is taken as it is. `names` are the isolate's.
 */
export function urlPattern(file: string, { far }: FileNames = SAME_NAMES): string {
  if (!path.isAbsolute(file)) return `^${escapeRegex(file)}$`;
  const spellings = new Set(
    [file, realPath(file)].flatMap((one) => [urlOfPath(one), urlOfCommonJs(one), one].map(far)),
  );
  return `^(?:${[...spellings].map(escapeRegex).join('|')})(?:[?#].*)?$`;
}
