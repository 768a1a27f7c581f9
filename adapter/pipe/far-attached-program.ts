import type { LauncherBackend } from '../backend/launcher-backend.ts';
import { reportedExit } from '../program/exit-report.ts';
import type { ExitStatus } from '../program/program.ts';
import { UnpipedProgram } from '../program/unpiped-program.ts';
import type { FarPlace } from './far-place.ts';

/** How often to ask whether a process is still there whose debugger has gone without a word, in milliseconds. */
const LOOK_INTERVAL_MS = 50;
/** How often, at first; then the debugger was only lost. */
const LOOKS = 10;

export interface FarAttachedOptions {
  readonly name: string;
  readonly pid: number;
  /** It may be another one when the command had to be run again. */
  readonly place: () => FarPlace;
  readonly backend: LauncherBackend;
}

/** A program that was found running in a far place: its input and output are its own, and it is left running. */
export class FarAttachedProgram extends UnpipedProgram {
  readonly name: string;
  readonly isLocal = false;
  /** Processes there have numbers of their own. */
  readonly pid = undefined;
  readonly exited: Promise<ExitStatus>;
  readonly #pid: number;
  readonly #place: () => FarPlace;

  constructor({ name, pid, place, backend }: FarAttachedOptions) {
    super();
    this.name = name;
    this.#pid = pid;
    this.#place = place;
    this.exited = this.#watch(backend);
  }

  /** Only where the client has asked for just that. */
  terminate(): void {
    void this.#signal('SIGTERM');
  }

  kill(): void {
    void this.#signal('SIGKILL');
  }

  /** Whether the process is there; undefined where nobody can be asked any more. */
  async #signal(signal: 'SIGTERM' | 'SIGKILL' | 0): Promise<boolean | undefined> {
    try {
      return (await this.#place().request('signal', { pid: this.#pid, signal })).alive;
    } catch {
      return undefined;
    }
  }

  /** Never resolves for a program that was only lost. */
  async #watch(backend: LauncherBackend): Promise<ExitStatus> {
    const exitCode = await reportedExit(backend);
    if (exitCode !== undefined) return { exitCode };
    for (let look = 0; look < LOOKS; look += 1) {
      // A signal has ended it; which one only its parent knows.
      if ((await this.#signal(0)) === false) return { exitCode: 1 };
      await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
    }
    return new Promise(() => {});
  }
}
