import type { PythonStart } from '../../protocol/python-worker.ts';
import type { PythonWorker } from '../pyodide/python-worker.ts';
import type { ExitStatus, OutputListener, Program } from './program.ts';
import { watchWorker } from './worker-end.ts';
import { WorkerOutput } from './worker-output.ts';

const OUT_OF_MEMORY =
  'The program has used up its memory and was ended. Without "inProcess" it may have more.';

/** A Python program in a worker of this process. */
export class PythonWorkerProgram implements Program {
  readonly name: string;
  readonly isLocal = true;
  readonly pid = process.pid;
  readonly exited: Promise<ExitStatus>;
  readonly #worker: PythonWorker;
  readonly #output: WorkerOutput;
  #inputEnded = false;

  /** The worker has to be loaded. */
  constructor(name: string, worker: PythonWorker, start: PythonStart, onOutput: OutputListener) {
    this.name = name;
    this.#worker = worker;
    this.#output = new WorkerOutput(worker.output, worker.unread, onOutput);
    this.exited = watchWorker(worker.worker, this.#output, OUT_OF_MEMORY);
    worker.post({ start });
  }

  async flushOutput(): Promise<void> {
    this.#output.drain();
  }

  holdOutput(held: boolean): void {
    this.#output.hold(held);
  }

  writeInput(text: string | null): boolean {
    if (this.#inputEnded) return false;
    this.#inputEnded = text === null;
    this.#worker.post({ input: text === null ? null : new TextEncoder().encode(text) });
    return true;
  }

  /** There are no signals: nothing can be asked of it. */
  terminate(): void {
    this.kill();
  }

  kill(): void {
    void this.#worker.end();
  }

  release(): void {}
}
