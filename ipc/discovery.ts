import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { errors, TandemError } from '../protocol/errors.ts';
import { isAlive } from './is-alive.ts';
import { directoryProblem, makePrivate, meetingPlaces, strangersAccess } from './private-directory.ts';
import { type PublicationOf, type PublisherKind, publicationProblem } from './publication.ts';

/** Every file of a process begins with its kind and its id, so that what a killed one has left is known by its name. */
const FILE = /^([a-z]+)-([1-9]\d*)[.-]/;
const MAX_BYTES = 64 * 1024;

const fileOf = (kind: PublisherKind, pid: number): string => `${kind}-${pid}.json`;

/**
 * The directory in which this process may publish, and put its sockets. Throws `ipc.directoryUnsafe` or
 * `ipc.directoryUnusable` when there is none that is this user's alone and has room for that.
 */
export function publishingDirectory(): string {
  let refusal: unknown;
  for (const directory of meetingPlaces()) {
    try {
      makePrivate(directory);
      checkRoom(directory);
      return directory;
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

/** A directory may be full: that is known only when something is written. Throws what the system says. */
function checkRoom(directory: string): void {
  const path = draftPath(directory, 'program');
  try {
    writeFileSync(path, ' ', { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw errors.directoryUnusable(directory, (error as Error).message);
  } finally {
    rmSync(path, { force: true });
  }
}

const draftPath = (directory: string, kind: PublisherKind): string =>
  `${newSocketPath(directory, kind)}.draft`;

/** A fresh path for a socket of this process, which is swept when the process is gone. */
export const newSocketPath = (directory: string, kind: PublisherKind): string =>
  join(directory, `${kind}-${process.pid}-${randomBytes(6).toString('base64url')}`);

/** What this process has published: it is removed when this is disposed. */
export interface Published extends Disposable {
  /** The file. */
  readonly path: string;
}

/**
 * Lets others find this process, until the result is disposed; what it has published before is replaced. Throws as
 * {@link publishingDirectory} does.
 */
export function publish<K extends PublisherKind>(
  directory: string,
  kind: K,
  publication: Omit<PublicationOf<K>, 'pid'>,
): Published {
  sweep(directory);
  const path = join(directory, fileOf(kind, process.pid));
  // Nobody reads half of it.
  const draft = draftPath(directory, kind);
  writeFileSync(draft, JSON.stringify({ pid: process.pid, ...publication }), { mode: 0o600, flag: 'wx' });
  renameSync(draft, path);
  return { path, [Symbol.dispose]: () => rmSync(path, { force: true }) };
}

/** All that is published now, in no order. What dead processes have left is removed; what is not ours alone is passed. */
export function publications<K extends PublisherKind>(kind: K): PublicationOf<K>[] {
  const found: PublicationOf<K>[] = [];
  for (const directory of meetingPlaces()) {
    for (const name of sweep(directory)) {
      if (!name.startsWith(`${kind}-`) || !name.endsWith('.json')) continue;
      try {
        const publication = read(join(directory, name), kind);
        if (publication) found.push(publication);
      } catch (error) {
        if (!(error instanceof TandemError)) throw error;
      }
    }
  }
  return found;
}

/**
 * What a process has published; undefined when it has not, or has ended. Throws `ipc.publicationUnsafe` or
 * `ipc.publicationInvalid` for a file that cannot be trusted.
 */
export function publicationOf<K extends PublisherKind>(kind: K, pid: number): PublicationOf<K> | undefined {
  const name = fileOf(kind, pid);
  for (const directory of meetingPlaces()) {
    if (sweep(directory).includes(name)) return read(join(directory, name), kind);
  }
  return undefined;
}

/**
 * What stands in a file that somebody names; undefined when it is not there, or its process has ended. Throws as
 * {@link publicationOf} does, also for a file that is of none of these kinds.
 */
export function publicationAt<K extends PublisherKind>(
  path: string,
  kinds: readonly K[],
): PublicationOf<K> | undefined {
  const { kind, pid } = ownerOf(basename(path)) ?? {};
  const known = kinds.find((one) => one === kind);
  if (known === undefined || pid === undefined)
    throw errors.publicationInvalid(
      path,
      `its name does not begin with ${kinds.join(' or ')} and a process id`,
    );
  return isAlive(pid) ? read(path, known) : undefined;
}

/** Forgets a publication that has proved wrong: nobody listens there. */
export function withdraw(kind: PublisherKind, pid: number): void {
  for (const directory of meetingPlaces()) {
    if (directoryProblem(directory) === undefined)
      rmSync(join(directory, fileOf(kind, pid)), { force: true });
  }
}

/** Whose file it is, by its name. */
function ownerOf(name: string): { readonly kind: string; readonly pid: number } | undefined {
  const [, kind, pid] = FILE.exec(name) ?? [];
  return kind === undefined ? undefined : { kind, pid: Number(pid) };
}

/** Removes what dead processes have left in a directory; returns the names of what is there now. */
function sweep(directory: string): string[] {
  if (directoryProblem(directory) !== undefined) return [];
  return readdirSync(directory).filter((name) => {
    const owner = ownerOf(name);
    if (!owner || isAlive(owner.pid)) return true;
    rmSync(join(directory, name), { force: true });
    return false;
  });
}

function read<K extends PublisherKind>(path: string, kind: K): PublicationOf<K> | undefined {
  const text = readPrivate(path);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw errors.publicationInvalid(path, (error as Error).message);
  }
  const problem = publicationProblem(value, kind, ownerOf(basename(path))!.pid);
  if (problem) throw errors.publicationInvalid(path, problem);
  return value as PublicationOf<K>;
}

/** The directory is ours alone, but what is in it need not be: whoever could write to it once may have left a link. */
function readPrivate(path: string): string | undefined {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Its process has just ended.
    if (code === 'ENOENT') return undefined;
    throw errors.publicationUnsafe(path, code === 'ELOOP' ? 'it is a symbolic link' : message);
  }
  try {
    const found = fstatSync(fd);
    const problem = found.isFile() ? strangersAccess(found) : 'it is not a file';
    if (problem) throw errors.publicationUnsafe(path, problem);
    if (found.size > MAX_BYTES) throw errors.publicationInvalid(path, 'it is too long');
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}
