import type { InspectorBackend } from '../backend/inspector-backend.ts';
import type { ExitStatus, Program } from './program.ts';

/** A program that is known by its inspector only: wherever it runs, it can be asked to do something to itself. */
export class InspectedProgram implements Program {
  readonly name: string;
  /** A port here may be the near end of a tunnel. */
  readonly isLocal = false;
  readonly pid = undefined;
  readonly exited: Promise<ExitStatus>;
  readonly #backend: InspectorBackend;

  constructor(name: string, backend: InspectorBackend) {
    this.name = name;
    this.#backend = backend;
    this.exited = backend.closed.then(() => ({ exitCode: backend.exitCode }));
  }

  async flushOutput(): Promise<void> {}

  holdOutput(): void {}

  writeInput(): boolean {
    return false;
  }

  /** Not from within the inspector: Node may never come out of there again, spinning in its own handler of the signal. */
  terminate(): void {
    this.#backend.evaluate("setTimeout(() => process.kill(process.pid, 'SIGTERM'))");
  }

  kill(): void {
    this.#backend.evaluate("process.kill(process.pid, 'SIGKILL')");
  }

  release(): void {}
}
