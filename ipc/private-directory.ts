import { accessSync, constants, lstatSync, mkdirSync, type Stats, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { errors } from '../protocol/errors.ts';

/** On Windows a user's own directories are closed to others by themselves, and there are no modes. */
const HAS_OWNERS = process.getuid !== undefined;

/** What keeps a file or directory from being this user's alone, if anything. */
export function strangersAccess({ uid, mode }: Pick<Stats, 'uid' | 'mode'>): string | undefined {
  if (!HAS_OWNERS) return undefined;
  if (uid !== process.getuid!()) return 'it belongs to another user';
  return (mode & 0o077) === 0 ? undefined : 'other users may use it';
}

/** Owner of what belongs to nobody that this system knows, as root does in a container for users. */
const OVERFLOW_UID = 65534;

/** What lets strangers put something else in the place of what we make in a directory, if anything. */
export function replacementRisk({ uid, mode }: Pick<Stats, 'uid' | 'mode'>): string | undefined {
  if (!HAS_OWNERS) return undefined;
  if (![0, process.getuid!(), OVERFLOW_UID].includes(uid)) return 'it belongs to another user';
  const isSticky = (mode & 0o1000) !== 0;
  return (mode & 0o022) === 0 || isSticky ? undefined : 'other users may rename what is in it';
}

/** The XDG specification asks for a directory that is owned by the user and 0700; `sudo` is apt to pass on another's. */
export function runtimeDirectory(): string | undefined {
  const path = process.env.XDG_RUNTIME_DIR;
  if (!path || !isAbsolute(path)) return undefined;
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return strangersAccess(statSync(path)) === undefined ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Where a user's programs and tools find each other, the preferred place first. There are two, because not every process
 * of a user is told of the first.
 */
export function meetingPlaces(): string[] {
  const runtime = runtimeDirectory();
  const name = HAS_OWNERS ? `tandem-${process.getuid!()}` : `tandem-${userInfo().username}`;
  return [...(runtime === undefined ? [] : [join(runtime, 'tandem')]), join(tmpdir(), name)];
}

/**
 * Makes a directory 0700, if it is not there. Throws `ipc.directoryUnsafe` when what is there is not ours alone: its name
 * can be guessed, and who makes it first might be somebody else.
 */
export function makePrivate(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw errors.directoryUnsafe(path, (error as Error).message);
    }
  }
  const problem = directoryProblem(path);
  if (problem) throw errors.directoryUnsafe(path, problem);
}

/** What keeps a directory from being ours alone, if anything; one that does not exist has that as its problem. */
export function directoryProblem(path: string): string | undefined {
  try {
    const found = lstatSync(path);
    return found.isDirectory() ? strangersAccess(found) : 'it is not a directory';
  } catch (error) {
    return (error as Error).message;
  }
}
