import { MessageChannel, type ResourceLimits, Worker } from 'node:worker_threads';
import { errors } from '../../protocol/errors.ts';
import type { ExitStatus, OutputListener, Program } from './program.ts';
import { watchWorker } from './worker-end.ts';
import { WorkerOutput } from './worker-output.ts';
import { writeInput } from './write-input.ts';

const OUT_OF_MEMORY =
  'The program has used up its memory and was ended. "resourceLimits" sets how much it may have.';

/** As `launcher/node/worker-preload.ts` takes it. */
interface Following {
  readonly launcherArgs: readonly string[];
  readonly token: string;
  readonly preload: string;
  readonly apart: boolean;
}

/** Who speaks to the worker, and must know when it is going to be ended. */
export interface WorkersDebugger {
  /** Called before: resolves when nothing is under way to the worker. */
  fallSilent(): Promise<void>;
  /** Called as soon as it was told to die. */
  letDie(): void;
}

export interface WorkerOptions {
  readonly name: string;
  /** Unique in this process: the debugger knows the worker by it. */
  readonly title: string;
  readonly file: string;
  readonly preload: string;
  /** Shared with the preload, which holds the program until it is released. */
  readonly control: Int32Array;
  /** Undefined where there is no debugging. */
  readonly debugger: WorkersDebugger | undefined;
  /** What the processes that it starts need to come to us; undefined when they are not to. */
  readonly following?: Following | undefined;
  readonly args: readonly string[];
  readonly runtimeArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly resourceLimits: ResourceLimits;
  readonly onOutput: OutputListener;
}

/**
 * A program in a worker of this process. Its preload holds it until it is released, and sends its output over a port that
 * can be read synchronously: a worker's own streams need its event loop, which stands still in a debugger.
 */
export class WorkerProgram implements Program {
  readonly name: string;
  readonly isLocal = true;
  readonly pid = process.pid;
  readonly exited: Promise<ExitStatus>;
  readonly #worker: Worker;
  readonly #debugger: WorkersDebugger | undefined;
  readonly #output: WorkerOutput;

  constructor(options: WorkerOptions) {
    this.name = options.name;
    this.#worker = startWorker(options);
    const { port1, port2 } = new MessageChannel();
    const unread = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    this.#debugger = options.debugger;
    const { control, following } = options;
    const debug = options.debugger !== undefined;
    const setup = { control, debug, following, output: port2, unread };
    this.#worker.postMessage({ tandem: setup }, [port2]);
    this.#output = new WorkerOutput(port1, unread, options.onOutput);
    this.exited = watchWorker(this.#worker, this.#output, OUT_OF_MEMORY);
  }

  async flushOutput(): Promise<void> {
    this.#output.drain();
  }

  holdOutput(held: boolean): void {
    this.#output.hold(held);
  }

  writeInput(text: string | null): boolean {
    return writeInput(this.#worker.stdin, text);
  }

  /** A worker has no signals: nothing can be asked of it. */
  terminate(): void {
    this.kill();
  }

  /** Ends the program as Node ends a worker that has used up its memory. */
  outOfMemory(): void {
    this.#output.write('stderr', Buffer.from(`${OUT_OF_MEMORY}\n`));
    // It is paused, so it has heard everything, and is about to be resumed by whoever calls this.
    void this.#worker.terminate();
  }

  kill(): void {
    const silence = this.#debugger?.fallSilent();
    if (silence) void silence.then(() => this.killAtOnce());
    else this.killAtOnce();
  }

  /** In the last moment of this process, where nothing can be waited for. */
  killAtOnce(): void {
    void this.#worker.terminate();
    this.#debugger?.letDie();
  }

  release(): void {}
}

function startWorker({
  title,
  file,
  preload,
  args,
  runtimeArgs,
  env,
  resourceLimits,
}: WorkerOptions): Worker {
  try {
    return new Worker(file, {
      name: title,
      argv: [...args],
      env: { ...env },
      execArgv: ['--require', preload, ...runtimeArgs],
      resourceLimits,
      stdin: true,
      stdout: true,
      stderr: true,
      trackUnmanagedFds: true,
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_WORKER_INVALID_EXEC_ARGV') throw error;
    const setting = message.includes('NODE_OPTIONS') ? 'env.NODE_OPTIONS' : 'runtimeArgs';
    throw errors.inProcessSetting(setting, `a worker refuses it (${message})`);
  }
}
