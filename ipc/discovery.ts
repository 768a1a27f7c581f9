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

/** What a process tells the other programs of its user about itself. */
export interface Publication {
  readonly pid: number;
  /** Where it listens: as `formatEndpoint` writes it. */
  readonly endpoint: string;
  /** The secret that opens it. */
  readonly token: string;
  /** The file of its main module, where it has one. */
  readonly main?: string | undefined;
  readonly cwd: string;
  /** Of Tandem. */
  readonly version: string;
  /** In milliseconds since 1970. */
  readonly startedAt: number;
}

/** Who publishes: each kind of process has files of its own. */
export type PublisherKind = 'program';

/** Every file of a process begins with its kind and its id, so that what a killed one has left is known by its name. */
const FILE = /^[a-z]+-([1-9]\d*)[.-]/;
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

/** Lets others find this process, until the result is disposed. Throws as {@link publishingDirectory} does. */
export function publish(
  directory: string,
  kind: PublisherKind,
  publication: Omit<Publication, 'pid'>,
): Disposable {
  sweep(directory);
  const path = join(directory, fileOf(kind, process.pid));
  // Nobody reads half of it.
  const draft = draftPath(directory, kind);
  writeFileSync(draft, JSON.stringify({ pid: process.pid, ...publication }), { mode: 0o600, flag: 'wx' });
  renameSync(draft, path);
  return { [Symbol.dispose]: () => rmSync(path, { force: true }) };
}

/** All that is published now, in no order. What dead processes have left is removed; what is not ours alone is passed. */
export function publications(kind: PublisherKind): Publication[] {
  const found: Publication[] = [];
  for (const directory of meetingPlaces()) {
    for (const name of sweep(directory)) {
      if (!name.startsWith(`${kind}-`) || !name.endsWith('.json')) continue;
      try {
        const publication = read(join(directory, name));
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
export function publicationOf(kind: PublisherKind, pid: number): Publication | undefined {
  const name = fileOf(kind, pid);
  for (const directory of meetingPlaces()) {
    if (sweep(directory).includes(name)) return read(join(directory, name));
  }
  return undefined;
}

/** Forgets a publication that has proved wrong: nobody listens there. */
export function withdraw(kind: PublisherKind, pid: number): void {
  for (const directory of meetingPlaces()) {
    if (directoryProblem(directory) === undefined)
      rmSync(join(directory, fileOf(kind, pid)), { force: true });
  }
}

/** Removes what dead processes have left in a directory; returns the names of what is there now. */
function sweep(directory: string): string[] {
  if (directoryProblem(directory) !== undefined) return [];
  return readdirSync(directory).filter((name) => {
    const pid = FILE.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) return true;
    rmSync(join(directory, name), { force: true });
    return false;
  });
}

function read(path: string): Publication | undefined {
  const text = readPrivate(path);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw errors.publicationInvalid(path, (error as Error).message);
  }
  const problem = publicationProblem(value, path);
  if (problem) throw errors.publicationInvalid(path, problem);
  return value as Publication;
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

const TYPES = {
  pid: 'number',
  endpoint: 'string',
  token: 'string',
  cwd: 'string',
  version: 'string',
  startedAt: 'number',
} as const;

function publicationProblem(value: unknown, path: string): string | undefined {
  if (typeof value !== 'object' || value === null) return 'it is not an object';
  const fields = value as Record<string, unknown>;
  for (const [name, type] of Object.entries(TYPES)) {
    if (typeof fields[name] !== type) return `"${name}" is not a ${type}`;
  }
  if (fields.main !== undefined && typeof fields.main !== 'string') return '"main" is not a string';
  const named = Number(FILE.exec(basename(path))?.[1]);
  return fields.pid === named ? undefined : 'it is about another process than its name says';
}
