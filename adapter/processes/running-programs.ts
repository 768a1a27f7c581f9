import { resolve } from 'node:path';
import { publications } from '../../ipc/discovery.ts';
import type { ProgramPublication } from '../../ipc/publication.ts';
import { isEditorsOwn } from './editors-own.ts';
import { isNode } from './node-processes.ts';
import type { ProcessInfo } from './process-info.ts';
import { listProcesses } from './processes.ts';
import { isPython, letsNobodyIn, namedVersion, pythonCommand, pythonMain } from './python-processes.ts';
import { readCommand } from './script.ts';
import { startedBy } from './started-by.ts';

/** A program of Node or Python that runs. */
export interface RunningProgram extends ProcessInfo {
  readonly runtime: 'node' | 'python';
  /** Of the runtime, as far as its path tells. */
  readonly version: string | undefined;
  /** Its main module: a path where its working directory is known. */
  readonly script: string | undefined;
  /** What stands behind it. */
  readonly args: readonly string[];
  /** What has started it, as its user knows that: `npm run dev`, `bash`. */
  readonly startedBy: string | undefined;
  /** Where it listens for debuggers, if it was started to be debugged. */
  readonly publication: ProgramPublication | undefined;
  /** Why it cannot be attached to, as the end of a sentence about it; undefined where nothing is known to be in the way. */
  readonly hindrance: string | undefined;
}

/** The programs of this machine that can be attached to, the newest first. */
export const runningPrograms = async (): Promise<RunningProgram[]> =>
  (await allPrograms()).filter(({ hindrance }) => hindrance === undefined);

/**
 * The programs of Node and Python on this machine, the newest first: not this process, nor what has started it, nor what is
 * part of an editor.
 */
export async function allPrograms(): Promise<RunningProgram[]> {
  const all = await listProcesses();
  const byPid = new Map(all.map((info) => [info.pid, info]));
  const own = new Set(ancestors(process.pid, byPid));
  const published = new Map(publications('program').map((publication) => [publication.pid, publication]));
  return all
    .filter((info) => !own.has(info.pid) && !isEditorsOwn(info))
    .map((info) => programOf(info, byPid, published.get(info.pid)))
    .filter((program) => program !== undefined)
    .sort((one, other) => other.started - one.started || other.pid - one.pid);
}

function programOf(
  info: ProcessInfo,
  byPid: ReadonlyMap<number, ProcessInfo>,
  publication: ProgramPublication | undefined,
): RunningProgram | undefined {
  // Of what is somebody else's, the system tells only how it was called.
  const executable = info.executable || (info.command[0] ?? '');
  const runtime = isNode({ executable }) ? 'node' : isPython({ executable }) ? 'python' : undefined;
  if (!runtime) return undefined;
  const program = {
    ...READERS[runtime]({ ...info, executable }, publication),
    startedBy: startedBy(info, byPid),
  };
  const { hindrance } = program;
  return { ...info, runtime, publication, ...program, hindrance: isOurs(info) ? hindrance : FOREIGN };
}

const FOREIGN = 'belongs to another user';

type Told = Pick<RunningProgram, 'version' | 'script' | 'args' | 'hindrance' | 'command'>;
type Reader = (info: ProcessInfo, publication: ProgramPublication | undefined) => Told;

/** What the words that it was started with tell of a program. */
const READERS: Readonly<Record<RunningProgram['runtime'], Reader>> = {
  node({ executable, command, cwd }, publication) {
    const { options, script, args } = readCommand(command);
    const forbids = options.find((option) => FORBIDDING.test(option));
    return {
      command,
      version: VERSION.exec(executable)?.[1],
      script: placed(script, cwd),
      args,
      hindrance:
        forbids && !publication && !options.includes('--allow-inspector')
          ? `was started with ${forbids}`
          : undefined,
    };
  },
  python({ executable, command: words, cwd }, publication) {
    const command = pythonCommand(words);
    const { script, args } = pythonMain(command);
    const version = VERSION.exec(executable)?.[1] ?? namedVersion({ executable });
    return {
      command,
      version,
      script: placed(publication?.main ?? script, cwd),
      args,
      hindrance:
        !publication && letsNobodyIn({ executable })
          ? `runs in Python ${version}, which lets nobody in: start it with "tandem exec"`
          : undefined,
    };
  },
};

/** In the paths of those who keep several: nvm, fnm, volta, pyenv, Homebrew, and Node's own archives. */
const VERSION = /(?:[\\/]|[\\/]node-)v?(\d+\.\d+\.\d+)[^\\/]*[\\/]/;

/** Node's words that keep a debugger out who comes by a signal. */
const FORBIDDING = /^--(?:(?:experimental-)?permission|disable-sigusr1)$/;

const placed = (script: string | undefined, cwd: string | undefined): string | undefined =>
  script !== undefined && cwd !== undefined ? resolve(cwd, script) : script;

/** Root may debug everybody's. */
function isOurs({ user }: ProcessInfo): boolean {
  const own = process.geteuid?.();
  return own === undefined || own === 0 || user === own;
}

function* ancestors(pid: number, byPid: ReadonlyMap<number, ProcessInfo>): Iterable<number> {
  const seen = new Set<number>();
  for (let info = byPid.get(pid); info && !seen.has(info.pid); info = byPid.get(info.parent)) {
    seen.add(info.pid);
    yield info.pid;
  }
}
