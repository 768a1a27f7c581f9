import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isListening } from '../../ipc/is-listening.ts';
import { directoryProblem } from '../../ipc/private-directory.ts';
import { errors } from '../../protocol/errors.ts';
import type { BuilderProcess } from './builder-process.ts';
import { type DevPlaces, placesIn } from './places.ts';

/** Where a dev adapter is reached. */
export interface DevEndpoints {
  /** A Unix socket, or on Windows a named pipe. */
  readonly socket: string;
  readonly tcp: { readonly host: string; readonly port: number; readonly token: string };
  /** What is written to the one, and read from the other; not on Windows. */
  readonly fifo?: { readonly in: string; readonly out: string } | undefined;
  readonly queue: { readonly in: string; readonly out: string };
}

/** What a dev adapter that runs says of itself, in its state file. */
export interface DevState {
  readonly pid: number;
  /** In milliseconds since 1970. */
  readonly startedAt: number;
  readonly checkout: string;
  /** Not on Windows, where it takes a second to find. */
  readonly builder?: BuilderProcess | undefined;
  /** What new sessions get; undefined until one was built without errors. */
  readonly generation?: number | undefined;
  readonly endpoints: DevEndpoints;
  readonly log: string;
  /** This very file: for whoever is told of it. */
  readonly stateFile: string;
}

/** Nobody reads half of it. */
export function writeDevState({ state }: DevPlaces, content: DevState): void {
  const draft = `${state}.draft`;
  writeFileSync(draft, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(draft, state);
}

/** What the state file says, whether or not whoever has written it still runs. */
export function readDevState(directory: string): DevState | undefined {
  // Its sockets would be somebody else's.
  if (directoryProblem(directory) !== undefined) return undefined;
  try {
    return JSON.parse(readFileSync(placesIn(directory).state, 'utf8')) as DevState;
  } catch {
    return undefined;
  }
}

/** The dev adapter of a state directory. Throws `dev.notRunning`. */
export async function runningDev(directory: string): Promise<DevState> {
  const state = readDevState(directory);
  if (!state || !(await isListening(state.endpoints.socket))) throw errors.devNotRunning(directory);
  return state;
}
