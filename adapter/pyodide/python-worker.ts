import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { errors } from '../../protocol/errors.ts';
import {
  COMMAND_SIGNAL,
  type FromPython,
  type PackageAnswer,
  type PackageQuestion,
  type PythonWorkerData,
  type ToPython,
  WORDS,
  Word,
} from '../../protocol/python-worker.ts';
import { deferred } from '../util/deferred.ts';

export interface PythonFiles extends Omit<PythonWorkerData, 'shared'> {
  /** The worker's own program. */
  readonly entry: string;
}

/** A worker of this process with Python in it, which runs one program. It does not keep the process alive until it does. */
export class PythonWorker {
  readonly worker: Worker;
  /** What the program writes, as `WorkerOutput` takes it. */
  readonly output: MessagePort;
  readonly unread = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  /** Rejects with `pyodide.notLoaded`. */
  readonly loaded: Promise<void>;
  readonly #shared = new Int32Array(new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT));
  readonly #loaded = deferred<void>();
  readonly #alarms = new Set<NodeJS.Timeout>();
  #hear: (said: string) => void = () => {};
  #answer: (question: PackageQuestion) => Promise<PackageAnswer> = async () => ({ files: [] });

  constructor({ entry, ...files }: PythonFiles) {
    this.loaded = this.#loaded.promise;
    this.loaded.catch(() => {});
    const data: PythonWorkerData = { ...files, shared: this.#shared };
    this.worker = new Worker(entry, {
      name: 'tandem-python',
      workerData: data,
      // Not what this process was started with: it is meant for JavaScript.
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    const { port1, port2 } = new MessageChannel();
    this.output = port1;
    this.worker.postMessage({ output: port2, unread: this.unread }, [port2]);
    this.worker.on('message', (message: FromPython) => this.#receive(message));
    this.worker.once('error', (error) => this.#loaded.reject(errors.pyodideNotLoaded(String(error))));
    this.worker.once('exit', () => this.#ended());
    this.worker.unref();
  }

  /** What the program's engine says, as JSON. To be called before anything is posted. */
  onSaid(hear: (said: string) => void): void {
    this.#hear = hear;
  }

  /** How it gets the packages that the program imports. To be called before anything is posted. */
  onWanted(answer: (question: PackageQuestion) => Promise<PackageAnswer>): void {
    this.#answer = answer;
  }

  post(message: ToPython): void {
    this.worker.postMessage(message);
    if ('said' in message) Atomics.store(this.#shared, Word.interrupt, COMMAND_SIGNAL);
    Atomics.add(this.#shared, Word.posted, 1);
    Atomics.notify(this.#shared, Word.posted);
  }

  #fail(reason: string): void {
    this.#loaded.reject(errors.pyodideNotLoaded(reason));
    void this.end();
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  #receive(message: FromPython): void {
    if ('said' in message) this.#hear(message.said);
    else if ('wanted' in message)
      void this.#answer(message.wanted).then((packages) => this.post({ packages }));
    else if ('alarm' in message) this.#wakeLater(message.alarm, message.ms);
    else if ('failed' in message) this.#fail(message.failed);
    else this.#loaded.resolve();
  }

  #wakeLater(alarm: number, ms: number): void {
    const timer = setTimeout(() => {
      this.#alarms.delete(timer);
      this.post({ said: JSON.stringify({ alarm }) });
    }, ms);
    timer.unref();
    this.#alarms.add(timer);
  }

  #ended(): void {
    for (const timer of this.#alarms) clearTimeout(timer);
    this.#loaded.reject(errors.pyodideNotLoaded('its thread has ended'));
  }
}
