import { isAlive } from '../../ipc/is-alive.ts';
import type { ProgramPublication } from '../../ipc/publication.ts';
import type { Hello } from '../../protocol/messages.ts';
import type { LauncherBackend } from '../backend/launcher-backend.ts';
import { reportedExit } from '../program/exit-report.ts';
import { signal } from '../program/process-group.ts';
import type { ExitStatus } from '../program/program.ts';
import { UnpipedProgram } from '../program/unpiped-program.ts';
import { deferred } from '../util/deferred.ts';

/** How often to look whether it still lives, and for how long, in milliseconds, when it has gone without a word. */
const LOOK_INTERVAL_MS = 20;
const NOTICE_LIMIT_MS = 500;

export interface AttachedProgramOptions {
  readonly hello: Hello;
  readonly backend: LauncherBackend;
  /** Its process is one of this machine's, and what its id says is it. */
  readonly isLocal: boolean;
  /** What it has told this user's programs about itself, if anything. */
  readonly publication?: ProgramPublication | undefined;
}

/** A program that was found running: its input and output are its own, and it is left running. */
export class AttachedProgram extends UnpipedProgram {
  readonly name: string;
  readonly isLocal: boolean;
  readonly pid: number | undefined;
  readonly exited: Promise<ExitStatus>;
  readonly publication: ProgramPublication | undefined;
  readonly #over = deferred<ExitStatus>();
  #released = false;

  constructor({ hello, backend, isLocal, publication }: AttachedProgramOptions) {
    super();
    this.name = hello.main ?? hello.runtime;
    this.isLocal = isLocal;
    this.pid = isLocal ? hello.pid : undefined;
    this.publication = publication;
    this.exited = this.#over.promise;
    void this.#watch(backend, hello.endUnknown === true);
  }

  /** Only where the client has asked for just that. */
  terminate(): void {
    if (this.pid !== undefined) signal(this.pid, 'SIGTERM', false);
  }

  kill(): void {
    if (this.pid !== undefined) signal(this.pid, 'SIGKILL', false);
  }

  override release(): void {
    this.#released = true;
  }

  /** One that has not exited, as far as can be told, was only lost. */
  async #watch(backend: LauncherBackend, endUnknown: boolean): Promise<void> {
    const exitCode = await reportedExit(backend);
    if (exitCode !== undefined) return this.#over.resolve({ exitCode });
    if (this.pid === undefined) return;
    const limit = performance.now() + NOTICE_LIMIT_MS;
    while (isAlive(this.pid)) {
      if (this.#released) return;
      const patience = performance.now() < limit ? LOOK_INTERVAL_MS : 10 * LOOK_INTERVAL_MS;
      await new Promise((resolve) => setTimeout(resolve, patience).unref());
    }
    // A signal has ended it, where it would have told; which one only its parent knows.
    this.#over.resolve({ exitCode: endUnknown ? undefined : 1 });
  }
}
