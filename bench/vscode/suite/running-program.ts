import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { within } from '../../sessions/within.ts';

export interface StartOptions {
  /** Words for Node, before the program. */
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** `ticking.cjs`, which was started by somebody else than a debugger. */
export class RunningProgram implements AsyncDisposable {
  /** From its start to its first words, in milliseconds. */
  readonly startMs: number;
  readonly #child: ChildProcess;
  readonly #stderr: readonly string[];

  static async start(path: string, { nodeArgs = [], env = {} }: StartOptions = {}): Promise<RunningProgram> {
    const began = performance.now();
    const child = spawn(process.execPath, [...nodeArgs, path], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const stderr: string[] = [];
    child.stderr!.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
    await within('the first words of the program', once(child, 'message'));
    return new RunningProgram(child, stderr, performance.now() - began);
  }

  private constructor(child: ChildProcess, stderr: readonly string[], startMs: number) {
    this.#child = child;
    this.#stderr = stderr;
    this.startMs = startMs;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** The port of its inspector, which it has told on stderr. */
  get inspectorPort(): number {
    const [, port] = /ws:\/\/[^/]*:(\d+)\//.exec(this.#stderr.join('')) ?? [];
    if (!port) throw new Error('the program has not said where its inspector listens');
    return Number(port);
  }

  /** Lets it do so many rounds of calls: milliseconds, by its own clock. */
  async work(rounds: number): Promise<number> {
    const done = once(this.#child, 'message') as Promise<[number]>;
    this.#child.send(rounds);
    const [ms] = await within('the end of the work', done);
    return ms;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }
}
