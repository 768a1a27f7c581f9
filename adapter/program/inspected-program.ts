import type { InspectorBackend } from '../backend/inspector-backend.ts';
import type { ExitStatus } from './program.ts';
import { UnpipedProgram } from './unpiped-program.ts';

/** A program that is known by its inspector only: wherever it runs, it can be asked to do something to itself. */
export class InspectedProgram extends UnpipedProgram {
  readonly name: string;
  /** A port here may be the near end of a tunnel. */
  readonly isLocal = false;
  readonly pid = undefined;
  readonly exited: Promise<ExitStatus>;
  readonly #backend: InspectorBackend;

  constructor(name: string, backend: InspectorBackend) {
    super();
    this.name = name;
    this.#backend = backend;
    this.exited = backend.closed.then(() => ({ exitCode: backend.exitCode }));
  }

  /** Not from within the inspector: Node may never come out of there again, spinning in its own handler of the signal. */
  terminate(): void {
    this.#backend.evaluate("setTimeout(() => process.kill(process.pid, 'SIGTERM'))");
  }

  kill(): void {
    this.#backend.evaluate("process.kill(process.pid, 'SIGKILL')");
  }
}
