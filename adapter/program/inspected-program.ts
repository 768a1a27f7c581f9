import type { InspectorBackend } from '../backend/inspector-backend.ts';
import type { ExitStatus, Program } from './program.ts';

/** A program that is known by its inspector only: wherever it runs, it can be asked to do something to itself. */
export class InspectedProgram implements Program {
  readonly name: string;
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

  terminate(): void {
    this.#signal('SIGTERM');
  }

  kill(): void {
    this.#signal('SIGKILL');
  }

  release(): void {}

  #signal(name: NodeJS.Signals): void {
    this.#backend.evaluate(`process.kill(process.pid, '${name}')`);
  }
}
