import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathOfUrl } from './paths.ts';

/** One source of a map, as the map has it. */
export interface NamedSource {
  /** As it is written. */
  readonly raw: string;
  /** Resolved against the map, and made a URL. */
  readonly url: string;
  /** What relative names start at, in the map's own words. */
  readonly root: string | undefined;
  /** The file that the map is in, if any. */
  readonly mapFile: string | undefined;
}

interface Override {
  readonly pattern: RegExp;
  readonly replacement: string;
  readonly keepsBaseName: boolean;
}

/** Where the sources that maps name lie on disk. */
export class SourcePaths {
  readonly #overrides: readonly Override[];

  /** @param overrides Patterns of names, with `*` for any text, and what they are replaced by; the first one counts. */
  constructor(overrides: Readonly<Record<string, string>> = {}) {
    this.#overrides = Object.entries(overrides).map(([pattern, replacement]) =>
      override(pattern, replacement),
    );
  }

  /** Whether each file has the base name that it has in the map. */
  get keepsBaseNames(): boolean {
    return this.#overrides.every(({ keepsBaseName }) => keepsBaseName);
  }

  /** The file behind a source; it need not exist. Undefined for what is no file at all. */
  fileOf(source: NamedSource): string | undefined {
    return this.#overridden(source) ?? literalFile(source) ?? pathOfUrl(source.url) ?? bundledFile(source);
  }

  #overridden({ raw, url }: NamedSource): string | undefined {
    for (const { pattern, replacement } of this.#overrides) {
      const name = [raw, url, url.replace(/[?#].*$/, '')].find((one) => pattern.test(one));
      if (name !== undefined)
        return path.normalize(decoded(name).replace(pattern, replacement).replace(/\?.*$/, ''));
    }
    return undefined;
  }
}

/** One `*`, for all that comes behind some folder. */
const WHOLE_END = /^(?:[^*]*[\\/])?\*$/;

/** `webpack:///./src/*` → `/home/me/src/*`; a pattern with groups is a regular expression, and `$1` stands for the first. */
function override(pattern: string, replacement: string): Override {
  if (/\(/.test(pattern) && /\$\d/.test(replacement))
    return { pattern: new RegExp(`^${pattern}$`), replacement, keepsBaseName: false };
  const parts = pattern
    .split(/(\?:\*|\*)/)
    .map((part) => (part === '*' ? '(.*)' : part === '?:*' ? '.*' : escaped(part)));
  let group = 0;
  return {
    // A name is compared with and without the `./` that bundlers put in.
    pattern: new RegExp(`^${parts.join('').replace('\\./', '(?:\\./)?')}$`),
    replacement: replacement.replace(/\$/g, '$$$$').replace(/\*/g, () => `$${++group}`),
    keepsBaseName: WHOLE_END.test(pattern.replaceAll('?:*', '')) && WHOLE_END.test(replacement),
  };
}

const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');

/** Names are URLs by the letter, but many a compiler writes paths as they are: `#` and `%` mean themselves there. */
function literalFile({ raw, root, mapFile }: NamedSource): string | undefined {
  if (mapFile === undefined || /^[a-z][a-z0-9+.-]+:/i.test(raw) || /^[a-z][a-z0-9+.-]+:/i.test(root ?? ''))
    return undefined;
  if (!/[%#?]/.test(raw)) return undefined;
  const file = path.resolve(path.dirname(mapFile), root ?? '', raw);
  return existsSync(file) ? file : undefined;
}

/**
 * Bundlers name sources by schemes of their own (`webpack://name/./src/a.ts?1a2b`), relative to the folder in which they
 * ran. That is the first that has such a file: the working directory, or one above the bundle.
 */
function bundledFile({ url, mapFile }: NamedSource): string | undefined {
  const rest = /^[a-z][a-z0-9+.-]*:\/\/[^/]*\/(.*)$/i.exec(url)?.[1];
  if (!rest || /^https?:/.test(url)) return undefined;
  const name = decoded(rest.replace(/[?#].*$/, ''))
    .replace(/^(?:\.\/)+/, '')
    .replace(/^~\//, 'node_modules/');
  const roots = [process.cwd(), ...(mapFile === undefined ? [] : foldersAbove(mapFile))];
  const candidates = [
    ...(/^[a-z]:\//i.test(name) ? [name] : [`/${name}`]),
    ...roots.map((root) => path.resolve(root, name)),
  ];
  return candidates.find((file) => existsSync(file)) ?? path.resolve(process.cwd(), name);
}

function* foldersAbove(file: string): Generator<string> {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    yield folder;
    if (folder === path.dirname(folder)) return;
  }
}

function decoded(name: string): string {
  try {
    return decodeURI(name);
  } catch {
    return name;
  }
}
