import type { Duplex } from 'node:stream';
import type { AgentEvents, StartedThere, StartThere } from '../../ipc/agent-commands.ts';
import { ProgramOutput } from '../output/program-output.ts';
import { exitStatus } from '../program/exit-status.ts';
import type { ExitStatus, OutputListener, OutputStream, Program } from '../program/program.ts';
import { writeInput } from '../program/write-input.ts';
import { type Deferred, deferred } from '../util/deferred.ts';
import type { FarPlace } from './far-place.ts';

export interface FarProgramOptions {
  readonly name: string;
  readonly what: StartThere;
  readonly onOutput: OutputListener;
  /** Of the frames, when the launcher was told to frame the output. */
  readonly outputKey?: string;
}

type Counts = Pick<AgentEvents['exited'], OutputStream>;

/** A program that the agent has started in a far place. */
export class FarProgram implements Program {
  readonly name: string;
  readonly isLocal = false;
  /** Processes there have numbers of their own. */
  readonly pid = undefined;
  readonly exited: Promise<ExitStatus>;
  readonly #pid: number;
  readonly #place: FarPlace;
  readonly #output: ProgramOutput;
  readonly #streams: Readonly<Record<OutputStream | 'stdin', Duplex>>;
  readonly #read: Record<OutputStream, number> = { stdout: 0, stderr: 0 };
  /** Those who wait for what is on its way. */
  #held = false;
  readonly #waits = new Map<Deferred<void>, Counts>();

  static async start(place: FarPlace, options: FarProgramOptions): Promise<FarProgram> {
    return new FarProgram(place, options, await place.request('start', options.what));
  }

  private constructor(
    place: FarPlace,
    { name, onOutput, outputKey }: FarProgramOptions,
    { pid, ...streams }: StartedThere,
  ) {
    this.name = name;
    this.#pid = pid;
    this.#place = place;
    this.#output = new ProgramOutput(onOutput, outputKey);
    this.#streams = {
      stdin: place.stream(streams.stdin),
      stdout: place.stream(streams.stdout),
      stderr: place.stream(streams.stderr),
    };
    for (const name of ['stdout', 'stderr'] as const) {
      this.#streams[name].on('data', (chunk: Buffer) => {
        this.#output.read(name, chunk);
        this.#read[name] += chunk.length;
        this.#settle();
      });
    }
    this.exited = this.#watch();
  }

  async flushOutput(): Promise<void> {
    const bothRead = this.#output.expectBoth();
    // Where nobody answers any more, nothing more comes.
    const counts = await this.#place.request('flush', { pid: this.#pid }).catch(() => undefined);
    if (this.#held) this.#readOn(true);
    if (counts) await this.#arrived(counts);
    if (this.#held) this.#readOn(false);
    bothRead();
  }

  holdOutput(held: boolean): void {
    this.#held = held;
    this.#readOn(!held);
  }

  writeInput(text: string | null): boolean {
    return writeInput(this.#streams.stdin, text);
  }

  terminate(): void {
    this.#signal('SIGTERM');
  }

  kill(): void {
    this.#signal('SIGKILL');
  }

  /** It runs on there when the agent has left; what it writes then has no reader. */
  release(): void {}

  #signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    // Where nobody answers any more, the program has lost its debugger, and sees to its end itself.
    this.#place.request('signal', { pid: this.#pid, signal }).catch(() => {});
  }

  async #watch(): Promise<ExitStatus> {
    const ended = await this.#place.ended(this.#pid);
    if (ended) {
      this.holdOutput(false);
      await this.#arrived(ended);
    }
    this.#output.end();
    return ended ? exitStatus(ended.code, ended.signal) : { exitCode: undefined };
  }

  #readOn(on: boolean): void {
    for (const name of ['stdout', 'stderr'] as const) {
      if (on) this.#streams[name].resume();
      else this.#streams[name].pause();
    }
  }

  #arrived(counts: Counts): Promise<void> {
    const wait = deferred();
    this.#waits.set(wait, counts);
    this.#settle();
    void this.#place.closed.then(() => wait.resolve());
    return wait.promise;
  }

  #settle(): void {
    for (const [wait, { stdout, stderr }] of this.#waits) {
      if (this.#read.stdout < stdout || this.#read.stderr < stderr) continue;
      this.#waits.delete(wait);
      wait.resolve();
    }
  }
}
