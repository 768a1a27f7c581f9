import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { timeLimit } from '../../ipc/time-limit.ts';
import { errors } from '../../protocol/errors.ts';
import { ProgramOutput } from '../output/program-output.ts';
import { deferred } from '../util/deferred.ts';
import { pollPhase } from '../util/time.ts';
import { commandLine } from './command-line.ts';
import { exitStatus } from './exit-status.ts';
import { killAtExit } from './orphans.ts';
import { HAS_GROUPS, signal } from './process-group.ts';
import type { ExitStatus, OutputListener, Program } from './program.ts';
import { writeInput } from './write-input.ts';

/** How long a child of the program may keep its pipes open once the program itself is gone. */
const PIPES_LIMIT_MS = 500;

export interface ChildOptions {
  readonly name: string;
  readonly runtime: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onOutput: OutputListener;
  /** Of the frames, when the launcher was told to frame the output. */
  readonly outputKey?: string;
}

/** A program in a process of its own, leader of its own group, whose pipes end here. */
export class ChildProgram implements Program {
  readonly name: string;
  readonly isLocal = true;
  readonly pid: number;
  readonly exited: Promise<ExitStatus>;
  readonly #child: ChildProcess;
  readonly #orphan: Disposable;
  readonly #output: ProgramOutput;
  readonly #pipesClosed = deferred();
  #readingBoth = false;
  #held = false;
  #hasExited = false;
  #ending = false;

  static async start(options: ChildOptions): Promise<ChildProgram> {
    const { file, args, ...how } = commandLine(options.runtime, options.args);
    const { cwd, env } = options;
    try {
      const child = spawn(file, args, {
        cwd,
        env,
        ...how,
        detached: HAS_GROUPS,
        windowsHide: true,
        stdio: 'pipe',
      });
      // What is written at once must not be missed, so everything is set up before the news of the start is awaited.
      const program = child.pid === undefined ? undefined : new ChildProgram(child, options);
      await once(child, 'spawn');
      return program!;
    } catch (error) {
      throw errors.spawnFailed(options.runtime, (error as NodeJS.ErrnoException).code ?? String(error));
    }
  }

  private constructor(child: ChildProcess, { name, onOutput, outputKey }: ChildOptions) {
    this.name = name;
    this.pid = child.pid!;
    this.#child = child;
    this.#orphan = killAtExit(() => this.kill());
    this.#output = new ProgramOutput(onOutput, outputKey);
    this.exited = this.#watch();
    // Somebody who writes to a program that has just ended hears of the end soon enough.
    child.stdin!.on('error', () => {});
  }

  /**
   * All output that was readable when this was called is read within two turns of the event loop: what came after the
   * system was last asked what there is to read has to wait for the next time.
   */
  async flushOutput(): Promise<void> {
    const bothRead = this.#output.expectBoth();
    if (this.#held) this.#read(true);
    await pollPhase();
    await pollPhase();
    bothRead();
    if (this.#held) this.#read(false);
  }

  holdOutput(held: boolean): void {
    if (this.#hasExited) return;
    this.#held = held;
    this.#read(!held);
  }

  writeInput(text: string | null): boolean {
    return writeInput(this.#child.stdin, text);
  }

  terminate(): void {
    this.#ending = true;
    signal(this.pid, 'SIGTERM', true);
  }

  kill(): void {
    this.#ending = true;
    signal(this.pid, 'SIGKILL', true);
    this.#limitPipes();
  }

  release(): void {
    this.#orphan[Symbol.dispose]();
    this.#child.unref();
    for (const pipe of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) (pipe as Socket).unref();
  }

  async #watch(): Promise<ExitStatus> {
    const child = this.#child;
    const streams = ['stdout', 'stderr'] as const;
    for (const stream of streams) {
      child[stream]!.on('data', (chunk: Buffer) => {
        this.#output.read(stream, chunk);
        if (this.#output.isWaiting) void this.#readBoth();
      });
    }
    child.once('close', () => this.#pipesClosed.resolve());

    const status = await new Promise<ExitStatus>((resolve) => {
      child.once('exit', (code, name) => resolve(exitStatus(code, name)));
    });
    this.holdOutput(false);
    this.#hasExited = true;
    this.#orphan[Symbol.dispose]();
    // Those it had started may be cleaning up after a gentle signal; whoever sent it waits for them, and kills in the end.
    if (!this.#ending) this.#limitPipes();
    await this.#pipesClosed.promise;
    if (this.#ending) signal(this.pid, 'SIGKILL', true);
    this.#output.end();
    // Whoever still holds the pipes may go on writing to them; nobody listens.
    for (const stream of streams) {
      child[stream]!.removeAllListeners('data').resume();
      (child[stream] as Socket).unref();
    }
    return status;
  }

  /** What one pipe has brought waits for the other: it is reported at the latest when that one has been read, too. */
  async #readBoth(): Promise<void> {
    if (this.#readingBoth) return;
    this.#readingBoth = true;
    while (this.#output.isWaiting) await this.flushOutput();
    this.#readingBoth = false;
  }

  #read(on: boolean): void {
    for (const pipe of [this.#child.stdout!, this.#child.stderr!]) {
      if (on) pipe.resume();
      else pipe.pause();
    }
  }

  #limitPipes(): void {
    const limit = timeLimit(PIPES_LIMIT_MS, () => {
      // A busy event loop runs its timers before it reads: let it read what is there.
      void pollPhase().then(pollPhase).then(this.#pipesClosed.resolve);
    });
    void this.#pipesClosed.promise.then(() => limit[Symbol.dispose]());
  }
}
