import { resolve } from 'node:path';
import { publications } from '../../ipc/discovery.ts';
import type { ProgramPublication } from '../../ipc/publication.ts';
import type { ProcessInfo } from './process-info.ts';
import { listProcesses } from './processes.ts';
import { readCommand } from './script.ts';

/** A Node that may be debugged. */
export interface NodeProcess extends ProcessInfo {
  /** Its main module: a path where its working directory is known. */
  readonly script: string | undefined;
  /** Where it listens for debuggers, if it was started to be debugged. */
  readonly publication: ProgramPublication | undefined;
}

const NODE = /^node(?:js)?[\d.]*(?:\.exe)?$/i;

/** Whether an executable is surely Node, by its name: only that may be signalled. */
export const isNode = ({ executable }: Pick<ProcessInfo, 'executable'>): boolean =>
  NODE.test(executable.split(/[\\/]/).at(-1)!);

/** What editors start for themselves: their servers, hosts, watchers and the servers of languages. */
const EDITORS_OWN =
  /(?:^|[\\/])(?:bootstrap-fork|server-main\.js|tsserver\.js|typingsInstaller\.js)|^--(?:node-ipc|useNodeIpc|clientProcessId)\b/;

/**
 * The Node programs of this machine that can be attached to, the newest first: not this process, nor what has started it,
 * nor what is part of an editor, nor what is another user's.
 */
export async function nodeProcesses(): Promise<NodeProcess[]> {
  const all = await listProcesses();
  const own = new Set(ancestors(process.pid, all));
  const published = new Map(publications('program').map((publication) => [publication.pid, publication]));
  return all
    .filter((info) => isNode(info) && !own.has(info.pid) && isOurs(info) && !isEditorsOwn(info))
    .sort((one, other) => other.started - one.started || other.pid - one.pid)
    .map((info) => ({ ...info, script: scriptOf(info), publication: published.get(info.pid) }));
}

/** The path of the main module, as far as that can be told from outside. */
export function scriptOf({ command, cwd }: Pick<ProcessInfo, 'command' | 'cwd'>): string | undefined {
  const { script } = readCommand(command);
  return script !== undefined && cwd !== undefined ? resolve(cwd, script) : script;
}

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
