import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { removeAtExit } from '../../ipc/exit-cleanup.ts';
import { isAlive } from '../../ipc/is-alive.ts';
import { isListening } from '../../ipc/is-listening.ts';
import { directoryProblem } from '../../ipc/private-directory.ts';
import { errors } from '../../protocol/errors.ts';
import { endBuilder } from './builder-process.ts';
import { readDevState } from './dev-state.ts';
import { type DevPlaces, isLog, isOurs, placesIn } from './places.ts';

/** How long after it has taken the directory somebody may not listen yet, in milliseconds. */
const START_LIMIT_MS = 15_000;

/**
 * Takes a state directory for this process, and removes what one that was killed has left there. Disposed, or at the exit
 * of the process, it is given back, empty but for the logs. Throws `dev.stateUnsafe`, `dev.stateForeign` or `dev.running`.
 */
export async function takeStateDirectory(places: DevPlaces): Promise<Disposable> {
  makeDirectory(places.directory);
  const names = readdirSync(places.directory);
  const foreign = names.find((name) => !isOurs(name));
  if (foreign !== undefined) throw errors.devStateForeign(places.directory, foreign);
  await writePid(places);
  const former = readDevState(places.directory);
  if (former?.builder) await endBuilder(former.builder);
  clear(places);
  const atExit = entriesOf(places).map(removeAtExit);
  return {
    [Symbol.dispose]() {
      clear(places);
      // The last: who finds it gone finds everything gone.
      rmSync(places.pid, { force: true });
      for (const registration of atExit) registration[Symbol.dispose]();
    },
  };
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(dirname(directory), { recursive: true });
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw errors.devStateUnsafe(directory, message);
  }
  const problem = directoryProblem(directory);
  if (problem) throw errors.devStateUnsafe(directory, problem);
}

const entriesOf = ({ directory: _, log: __, formerLog: ___, ...entries }: DevPlaces): string[] =>
  Object.values(entries);

/** Removes everything but the logs, and what says who has the directory, or is about to. */
function clear({ directory }: DevPlaces): void {
  for (const name of readdirSync(directory)) {
    if (isOurs(name) && !isLog(name) && !isSomebody(directory, name))
      rmSync(join(directory, name), { recursive: true, force: true });
  }
}

function isSomebody(directory: string, name: string): boolean {
  const path = join(directory, name);
  const pid = path.startsWith(placesIn(directory).pid) ? pidIn(path) : 0;
  return pid > 0 && isAlive(pid);
}

/** The file is there with what it says, or not at all: it is written elsewhere, and then linked. Only one link succeeds. */
async function writePid(places: DevPlaces): Promise<void> {
  const draft = `${places.pid}.${process.pid}`;
  writeFileSync(draft, `${process.pid}\n`, { mode: 0o600 });
  try {
    while (!linked(draft, places.pid)) {
      const pid = await holder(places);
      if (pid !== undefined) throw errors.devRunning(pid, places.directory);
      takeAway(places.pid, `${draft}.stale`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Of two that find a stale file only one takes it away. What the other takes is that one's own, and is put back. */
function takeAway(path: string, aside: string): void {
  const stale = pidIn(path);
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (pidIn(aside) !== stale) linked(aside, path);
  rmSync(aside, { force: true });
}

/** Of nobody, where there is no such file. */
function pidIn(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return Number.NaN;
  }
}

/** The process that has the directory. An id alone proves nothing: after a restart of the machine it is anybody's. */
async function holder({ directory, pid: path, socket }: DevPlaces): Promise<number | undefined> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return undefined;
  const pid = pidIn(path);
  if (!(pid > 0) || !isAlive(pid)) return undefined;
  if (await isListening(readDevState(directory)?.endpoints.socket ?? socket)) return pid;
  return Date.now() - found.mtimeMs < START_LIMIT_MS ? pid : undefined;
}
