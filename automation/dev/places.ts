import { join } from 'node:path';
import { stateDirectory } from '../state-directory.ts';

/** What a dev adapter keeps in its state directory. Only the logs outlive it. */
export interface DevPlaces {
  readonly directory: string;
  /** Who has the directory: a process id. */
  readonly pid: string;
  /** Where it is reached, for whoever looks for it: see `DevState`. */
  readonly state: string;
  readonly log: string;
  readonly formerLog: string;
  /** On Windows there is a named pipe instead, which is no file. */
  readonly socket: string;
  readonly inFifo: string;
  readonly outFifo: string;
  readonly queue: string;
  /** A directory for each generation of the adapter. */
  readonly generations: string;
}

const NAMES = {
  pid: 'dev.pid',
  state: 'dev.json',
  log: 'dev.log',
  formerLog: 'dev.log.1',
  socket: 'dev.sock',
  inFifo: 'in.fifo',
  outFifo: 'out.fifo',
  queue: 'queue',
  generations: 'generations',
} as const;

const LOGS: ReadonlySet<string> = new Set([NAMES.log, NAMES.formerLog]);

/** Whether a name is of dev mode: other files are somebody else's. Drafts begin with the name they will have. */
export const isOurs = (name: string): boolean =>
  Object.values(NAMES).some((ours) => name === ours || name.startsWith(`${ours}.`));

export const isLog = (name: string): boolean => LOGS.has(name);

export function placesIn(directory: string): DevPlaces {
  const paths = Object.entries(NAMES).map(([key, name]) => [key, join(directory, name)]);
  return { directory, ...(Object.fromEntries(paths) as Record<keyof typeof NAMES, string>) };
}

/** The state directory unless another is named: whoever looks for a dev adapter of this user looks there. */
export const defaultDevDirectory = (env: NodeJS.ProcessEnv = process.env): string =>
  env.TANDEM_DEV_STATE || join(stateDirectory(env), 'dev');
