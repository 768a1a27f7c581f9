import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errors } from '../../protocol/errors.ts';

/** The parts of the launcher that are loaded by path, into a runtime of their own. */
export interface LauncherFiles {
  /** Preload of an external program. */
  readonly bootstrap: string;
  /** Preload of an external program that is not debugged. */
  readonly plain: string;
  /** Preload of an in-process program's worker. */
  readonly workerPreload: string;
  /** Evaluated in a program that runs already. */
  readonly injected: string;
  /** What it starts there. */
  readonly joiningThread: string;
}

/** Beside the bundle that this code is part of; run from source, in what was built last. */
const PLACES = ['launcher/node', '../../dist/launcher/node'];

/** What a Python interpreter is given to run. */
export function findPythonLauncher(directory?: string): string {
  const places = directory ? [directory] : PLACES.map((place) => join(__dirname, place));
  const files = places.map((place) => join(place, '../python/debug_launcher.py'));
  const file = files.find((path) => existsSync(path));
  if (!file) throw errors.launcherMissing(files[0]!);
  return file;
}

/** What brings Python along, as a directory for PYTHONPATH. */
export const findPythonFollower = (directory?: string): string =>
  join(dirname(findPythonLauncher(directory)), 'follow');

/** What a worker of this process is given to run Python: its program, and where the launcher is that it is to load. */
export function findPythonWorker(directory?: string): { readonly entry: string; readonly launcher: string } {
  const launcher = dirname(findPythonLauncher(directory));
  const entry = join(launcher, '../node/python-worker.cjs');
  if (!existsSync(entry)) throw errors.launcherMissing(entry);
  return { entry, launcher };
}

export function findLauncher(directory?: string): LauncherFiles {
  const places = directory ? [directory] : PLACES.map((place) => join(__dirname, place));
  const home = places.find((place) => existsSync(join(place, 'bootstrap.cjs')));
  if (!home) throw errors.launcherMissing(join(places[0]!, 'bootstrap.cjs'));
  return {
    bootstrap: join(home, 'bootstrap.cjs'),
    plain: join(home, 'plain.cjs'),
    workerPreload: join(home, 'worker-preload.cjs'),
    injected: join(home, 'injected.cjs'),
    joiningThread: join(home, 'joining-thread.cjs'),
  };
}
