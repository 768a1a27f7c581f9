import picomatch from 'picomatch';

const NODE_INTERNALS = '<node_internals>';

/**
 * Which code steps and exception stops pass over. The same globs become patterns for V8, which then never stops there,
 * and a test for sources that only a source map knows. A glob that starts with `!` takes files out again.
 */
export class SkipFiles {
  /** Regular expressions over the URLs of files, for `Debugger.setBlackboxPatterns`. */
  readonly patterns: readonly string[];
  readonly #matches: (path: string) => boolean;
  readonly #internals: (name: string) => boolean;

  constructor(globs: readonly string[]) {
    const all = globs.map((glob) => glob.replaceAll('\\', '/'));
    const positive = all.filter((glob) => !glob.startsWith('!'));
    const negative = all.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
    const skipped = positive.filter((glob) => !isOfNode(glob)).map(anywhere);
    const kept = negative.filter((glob) => !isOfNode(glob)).map(anywhere);
    const except = kept.length > 0 ? `(?!(?:${kept.map(urlRegex).join('|')})$)` : '';
    this.patterns = skipped.map((glob) => `^file://${except}${urlRegex(glob)}$`);
    this.#matches = skipped.length === 0 ? () => false : picomatch(skipped, { dot: true, ignore: kept });
    const internals = positive.filter(isOfNode).map(internalName);
    const ignore = negative.filter(isOfNode).map(internalName);
    this.#internals = internals.length === 0 ? () => false : picomatch(internals, { dot: true, ignore });
  }

  skipsFile(path: string): boolean {
    return this.#matches(anywhere(path.replaceAll('\\', '/')));
  }

  /**
   * Whoever stops has to ask. V8 could not be told for all threads: on the main thread it knows no context for Node's own
   * scripts, which come out of a snapshot, and skips none of them. And it should not: where it does skip them, it drops a
   * request to pause that reaches it there, its own before it runs out of memory included.
   */
  skipsInternal(url: string): boolean {
    return this.#internals(url.replace(/^node:/, ''));
  }
}

const isOfNode = (glob: string): boolean => glob.startsWith(NODE_INTERNALS);

/** `<node_internals>/fs` is `node:fs`; as a file, `fs.js`, it is known as well. */
const internalName = (glob: string): string =>
  glob.slice(NODE_INTERNALS.length).replace(/^\//, '').replace(/\.js$/, '') || '**';

/** Globs are over absolute paths, spelled `/C:/…` on Windows as in a URL; a relative one matches in any folder. */
const anywhere = (glob: string): string =>
  glob.startsWith('/') ? glob : /^[a-z]:\//i.test(glob) ? `/${glob}` : `/**/${glob.replace(/^\*\*\//, '')}`;

/** Script URLs are percent-encoded, globs are not. */
const urlRegex = (glob: string): string => regex(glob.replace(/[^\x21-\x7e]|%/gu, encodeURIComponent));

const regex = (glob: string): string => picomatch.makeRe(glob, { dot: true }).source.replace(/^\^|\$$/g, '');
