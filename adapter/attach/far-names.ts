import { type FileNames, SAME_NAMES } from '../../launcher/node/engine/file-names.ts';
import { isWindows, type Roots, toLocal, toRemote } from './roots.ts';

/** How a program that runs elsewhere calls its files: paths and URLs below a root are moved to the other one. */
export function fileNames(roots: Roots | undefined): FileNames {
  if (!roots) return SAME_NAMES;
  const locals = urlsOf(roots.local);
  const remotes = urlsOf(roots.remote);
  return {
    near: (name) => movedUrl(name, remotes, locals[0], roots.remote) ?? toLocal(name, roots),
    far: (name) => movedUrl(name, locals, remotes[0], roots.local) ?? toRemote(name, roots),
  };
}

/** What maps say of sources by their full names, in the words of `sourceMapPathOverrides`. */
export const overridesFor = ({ local, remote }: Roots): Readonly<Record<string, string>> => ({
  [`${urlsOf(remote)[0]}*`]: `${withSeparator(local)}*`,
  [`${withSeparator(remote)}*`]: `${withSeparator(local)}*`,
});

/** A URL keeps its spelling beyond the root, which is compared as the file system of its place does. */
function movedUrl(
  name: string,
  from: readonly string[],
  to: string | undefined,
  root: string,
): string | undefined {
  if (!name.startsWith('file:')) return undefined;
  const same = (text: string): string => (isWindows(root) ? text.toLowerCase() : text);
  const found = from.find((url) => same(name).startsWith(same(url)));
  return found === undefined ? name : `${to}${name.slice(found.length)}`;
}

/** A directory as the beginning of URLs: as CommonJS modules have them, and as ES modules do where that is different. */
function urlsOf(directory: string): string[] {
  const url = new URL('file:');
  const path = withSeparator(directory).replace(/[%\n\r\t]/g, encodeURIComponent);
  url.pathname = isWindows(directory) ? `/${path.replaceAll('\\', '/')}` : path.replaceAll('\\', '%5C');
  const { href } = url;
  return [
    ...new Set([
      href,
      href.replace(/[[\]^|~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`),
    ]),
  ];
}

const withSeparator = (directory: string): string =>
  /[\\/]$/.test(directory) ? directory : `${directory}${isWindows(directory) ? '\\' : '/'}`;
