import type { ExitStatus } from '../program/program.ts';
import { UnpipedProgram } from '../program/unpiped-program.ts';
import type { ChildProcess } from './child-process.ts';

/** How often to look whether it still lives. */
const LOOK_INTERVAL_MS = 20;
/** How long one may seem to live whose parent takes no notice of its end: it may be stopped in a debugger. */
const NOTICE_LIMIT_MS = 500;

/** A process that the program has started, as the program of a session of its own. Its input and output are its parent's. */
export class AttachedProcess extends UnpipedProgram {
  readonly name: string;
  readonly isLocal = true;
  readonly pid: number;
  readonly exited: Promise<ExitStatus>;
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    super();
    this.name = child.hello.main ?? child.name;
    this.pid = child.pid;
    this.#child = child;
    this.exited = this.#watch();
  }

  terminate(): void {
    this.#child.signal('SIGTERM');
  }

  kill(): void {
    this.#child.signal('SIGKILL');
  }

  override release(): void {
    void this.#child.release();
  }

  async #watch(): Promise<ExitStatus> {
    const { backend } = this.#child;
    let reported: number | undefined;
    void backend.exitReport.then((exitCode) => {
      reported = exitCode;
    });
    await backend.closed;
    const limit = performance.now() + NOTICE_LIMIT_MS;
    while (reported === undefined && this.#child.isAlive && performance.now() < limit) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
    }
    // Without a report a signal has ended it; which one only its parent knows.
    return { exitCode: reported ?? 1 };
  }
}
