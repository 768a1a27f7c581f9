import { resolve } from 'node:path';
import { publications } from '../../ipc/discovery.ts';
import type { ProgramPublication } from '../../ipc/publication.ts';
import { isNode } from './node-processes.ts';
import type { ProcessInfo } from './process-info.ts';
import { listProcesses } from './processes.ts';
import { isPython, letsIn, pythonCommand, pythonScript } from './python-processes.ts';
import { readCommand } from './script.ts';

/** A program that may be attached to. */
export interface RunningProgram extends ProcessInfo {
  readonly runtime: 'node' | 'python';
  /** Its main module: a path where its working directory is known. */
  readonly script: string | undefined;
  /** Where it listens for debuggers, if it was started to be debugged. */
  readonly publication: ProgramPublication | undefined;
}

/** What editors start for themselves: their servers, hosts, watchers and the servers of languages. */
const EDITORS_OWN =
  /(?:^|[\\/])(?:bootstrap-fork|server-main\.js|tsserver\.js|typingsInstaller\.js)|^--(?:node-ipc|useNodeIpc|clientProcessId)\b/;

/**
 * The programs of this machine that can be attached to, the newest first: not this process, nor what has started it, nor
 * what is part of an editor, nor what is another user's, nor a Python that lets nobody in.
 */
export async function runningPrograms(): Promise<RunningProgram[]> {
  const all = await listProcesses();
  const own = new Set(ancestors(process.pid, all));
  const published = new Map(publications('program').map((publication) => [publication.pid, publication]));
  return all
    .filter((info) => !own.has(info.pid) && isOurs(info) && !isEditorsOwn(info))
    .map((info) => programOf(info, published.get(info.pid)))
    .filter((program) => program !== undefined)
    .sort((one, other) => other.started - one.started || other.pid - one.pid);
}

function programOf(
  info: ProcessInfo,
  publication: ProgramPublication | undefined,
): RunningProgram | undefined {
  if (isNode(info)) return { ...info, runtime: 'node', script: scriptOf(info), publication };
  if (!isPython(info) || !(publication || letsIn(info))) return undefined;
  const command = pythonCommand(info.command);
  const script = publication?.main ?? pythonScript(command);
  return { ...info, command, runtime: 'python', script: placed(script, info.cwd), publication };
}

/** The path of the main module of a Node, as far as that can be told from outside. */
const scriptOf = ({ command, cwd }: Pick<ProcessInfo, 'command' | 'cwd'>): string | undefined =>
  placed(readCommand(command).script, cwd);

const placed = (script: string | undefined, cwd: string | undefined): string | undefined =>
  script !== undefined && cwd !== undefined ? resolve(cwd, script) : script;

/** Root may debug everybody's. */
function isOurs({ user }: ProcessInfo): boolean {
  const own = process.geteuid?.();
  return own === undefined || own === 0 || user === own;
}

const isEditorsOwn = ({ command }: ProcessInfo): boolean => command.some((word) => EDITORS_OWN.test(word));

function* ancestors(pid: number, all: readonly ProcessInfo[]): Iterable<number> {
  const byPid = new Map(all.map((info) => [info.pid, info]));
  const seen = new Set<number>();
  for (let info = byPid.get(pid); info && !seen.has(info.pid); info = byPid.get(info.parent)) {
    seen.add(info.pid);
    yield info.pid;
  }
}
