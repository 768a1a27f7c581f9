import * as z from 'zod/mini';
import type { Accepted } from '../../ipc/ipc-manager.ts';
import { TandemError } from '../../protocol/errors.ts';
import { listenForChildren } from '../backend/children-listener.ts';
import { ChildProcess } from '../children/child-process.ts';
import { offerTo, type PlanFor } from '../children/offers.ts';
import { findLauncher } from '../launch/launcher-files.ts';
import { DEBUG_SETTINGS_MUST_BE, debugSettings } from '../settings/debug-settings.ts';
import { settingsReader } from '../settings/settings-reader.ts';
import { settlesWithin } from '../util/time.ts';
import { type OwnVariables, type TerminalEnvironment, terminalEnvironment } from './environment.ts';
import { writePreload } from './preload.ts';
import { activePython, type TerminalPython } from './python.ts';

/** How long a program may take to clean up when its terminal is gone, in milliseconds. */
const KILL_LIMIT_MS = 5000;

/** A process that waits in a terminal to be debugged. */
export interface TerminalProcess {
  /** How the user knows it: `server.js [4711]`. */
  readonly name: string;
  readonly pid: number;
  /** Id of the process of the terminal that has started it, where that is one that is debugged. */
  readonly parentPid: number | undefined;
  /** The file of its main module, or the name of a Python module; undefined for code in the command line. */
  readonly main: string | undefined;
}

export interface DebugTerminalOptions {
  /** Where the launcher's files are, when they are not beside the adapter. */
  readonly launcherDirectory?: string | undefined;
  /** A directory that stays where it is as long as a terminal may live, for what Node loads first. */
  readonly storage: string;
  /** What the terminal would have without us. */
  readonly own: OwnVariables;
  /** Undefined where `python` is to mean what it means without us. */
  readonly python: TerminalPython | undefined;
  /** Packages whose programs are not debugged; what they start is. */
  readonly skipped: readonly string[];
  /**
   * Begins a session for a process, with settings of ours in its configuration beside those of how to debug; rejects when
   * there will be none.
   */
  readonly begin: (process: TerminalProcess, settings: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly log: (line: string) => void;
}

/** A place to which the processes of one terminal come before their first line, each to get a session of its own. */
export interface DebugTerminal extends AsyncDisposable {
  /** What has to be in the terminal's environment. Holds a secret: not for a log. */
  readonly environment: TerminalEnvironment;
  /** How many processes have come so far. */
  readonly arrivals: number;
  /** Ends the processes that are debugged: the terminal is gone. */
  end(): Promise<void>;
}

/** Throws where nobody can listen, and where the launcher is missing. */
export async function openDebugTerminal(options: DebugTerminalOptions): Promise<DebugTerminal> {
  const processes = new TerminalProcesses(options);
  // Python's launcher knows sockets and TCP; on Windows the latter is what there is.
  const transport = process.platform === 'win32' ? 'tcp' : 'auto';
  const { launcherDirectory, storage, python, own, log } = options;
  const preload = await writePreload(storage, findLauncher(launcherDirectory).bootstrap);
  const listening = await listenForChildren({ transport }, processes.take, log);
  return {
    environment: {
      ...terminalEnvironment(listening.meeting, { ...options, preload }),
      ...(python && activePython(python, own, log)),
    },
    get arrivals() {
      return processes.arrivals;
    },
    async end() {
      await listening[Symbol.asyncDispose]();
      await processes.end();
    },
    async [Symbol.asyncDispose]() {
      await listening[Symbol.asyncDispose]();
      await processes.release();
    },
  };
}

/** The processes of one terminal, each from the moment it comes to its end. */
class TerminalProcesses {
  readonly #options: DebugTerminalOptions;
  readonly #alive = new Map<number, ChildProcess>();
  arrivals = 0;

  constructor(options: DebugTerminalOptions) {
    this.#options = options;
  }

  /** It is held, and goes on when its session is ready, or when there is none. */
  readonly take = (accepted: Accepted): void => {
    const { log } = this.#options;
    const child = new ChildProcess(accepted, log, undefined, () => this.#descendants(accepted.hello.pid));
    this.#alive.set(child.pid, child);
    this.arrivals += 1;
    void child.backend.closed.then(() => {
      // It may have become another program, which has come as well.
      if (this.#alive.get(child.pid) === child) this.#alive.delete(child.pid);
    });
    log(`terminal: ${child.name}, started by ${child.hello.parentPid}`);
    void this.#debug(child);
  };

  async end(): Promise<void> {
    const all = [...this.#alive.values()];
    for (const child of all) child.signal('SIGTERM');
    const over = Promise.all(all.map((child) => this.#over(child)));
    if (!(await settlesWithin(over, KILL_LIMIT_MS))) for (const child of all) child.signal('SIGKILL');
  }

  async release(): Promise<void> {
    await Promise.all([...this.#alive.values()].map((child) => child.release()));
  }

  async #over({ backend }: ChildProcess): Promise<void> {
    await backend.letGo(true);
    await backend.closed;
  }

  async #debug(child: ChildProcess): Promise<void> {
    const { begin, log } = this.#options;
    const { parentPid, main } = child.hello;
    const known = parentPid !== undefined && this.#alive.has(parentPid) ? parentPid : undefined;
    const process: TerminalProcess = { name: child.name, pid: child.pid, parentPid: known, main };
    const adopt = offerTo((_, claim) => begin(process, claim), planFor);
    if (await adopt(child)) return;
    log(`terminal: no session for ${child.name}, which runs undebugged`);
    await child.release();
  }

  /** What a process has started, and what that has: as far as it is debugged. */
  #descendants(pid: number): ChildProcess[] {
    const children = [...this.#alive.values()].filter(({ hello }) => hello.parentPid === pid);
    return children.flatMap((child) => [child, ...this.#descendants(child.pid)]);
  }
}

const settingsOf = settingsReader(() => z.object(debugSettings()), DEBUG_SETTINGS_MUST_BE);

const planFor: PlanFor = (raw) => ({
  settings: settingsOf(raw),
  noDebug: false,
  explain: async ({ reason }) => TandemError.from(reason),
});
