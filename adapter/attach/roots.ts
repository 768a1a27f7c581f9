import { posix, win32 } from 'node:path';

/** The same directory as it is called here and where the program runs. */
export interface Roots {
  readonly local: string;
  readonly remote: string;
}

export interface RootSettings {
  readonly localRoot?: string | null | undefined;
  readonly remoteRoot?: string | null | undefined;
}

/** Undefined where not both are named: files are then called there as they are here. */
export const rootsOf = ({ localRoot, remoteRoot }: RootSettings): Roots | undefined =>
  localRoot && remoteRoot ? { local: localRoot, remote: remoteRoot } : undefined;

type Style = typeof posix;

/** Whether it is absolute on any system: every path that is so on another is so on Windows. */
export const isAbsoluteSomewhere = win32.isAbsolute;

/** By its own look: the far place may have another system than this one. */
export const isWindows = (path: string): boolean => /^(?:[a-z]:[\\/]|\\\\)/i.test(path);
const styleOf = (path: string): Style => (isWindows(path) ? win32 : posix);

export const toLocal = (path: string, { local, remote }: Roots): string => moved(path, remote, local);
export const toRemote = (path: string, { local, remote }: Roots): string => moved(path, local, remote);

/** A path that is not below `from` stays as it is. */
function moved(path: string, from: string, to: string): string {
  const old = styleOf(from);
  if (styleOf(path) !== old) return path;
  const rest = old.relative(from, path);
  if (rest === '..' || rest.startsWith(`..${old.sep}`) || old.isAbsolute(rest)) return path;
  const fresh = styleOf(to);
  return rest === '' ? to : fresh.join(to, ...rest.split(old.sep));
}
