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
  readonly #internals: RegExp | undefined;

  constructor(globs: readonly string[]) {
    const internals = globs.filter((glob) => glob.startsWith(NODE_INTERNALS));
    const files = globs
      .filter((glob) => !glob.startsWith(NODE_INTERNALS))
      .map((glob) => glob.replaceAll('\\', '/'));
    const skipped = files.filter((glob) => !glob.startsWith('!')).map(anywhere);
    const kept = files.filter((glob) => glob.startsWith('!')).map((glob) => anywhere(glob.slice(1)));
    const except = kept.length > 0 ? `(?!(?:${kept.map(urlRegex).join('|')})$)` : '';
    const ofNode = internals.map(
      (glob) => `^node:${regex(glob.slice(NODE_INTERNALS.length).replace(/^\//, '') || '**')}$`,
    );
    this.#internals = ofNode.length > 0 ? new RegExp(ofNode.join('|')) : undefined;
    this.patterns = skipped.map((glob) => `^file://${except}${urlRegex(glob)}$`);
    this.#matches = skipped.length === 0 ? () => false : picomatch(skipped, { dot: true, ignore: kept });
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
    return this.#internals?.test(url) ?? false;
  }
}

/** Globs are over absolute paths, spelled `/C:/…` on Windows as in a URL; a relative one matches in any folder. */
const anywhere = (glob: string): string =>
  glob.startsWith('/') ? glob : /^[a-z]:\//i.test(glob) ? `/${glob}` : `/**/${glob.replace(/^\*\*\//, '')}`;

/** Script URLs are percent-encoded, globs are not. */
const urlRegex = (glob: string): string => regex(glob.replace(/[^\x21-\x7e]|%/gu, encodeURIComponent));

const regex = (glob: string): string => picomatch.makeRe(glob, { dot: true }).source.replace(/^\^|\$$/g, '');
