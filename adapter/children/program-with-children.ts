import type { ExitStatus, Program } from '../program/program.ts';
import type { ChildProcesses } from './child-processes.ts';

/** How often to look whether a process that is not our child still lives, in milliseconds. */
const LOOK_INTERVAL_MS = 20;

/** A program together with the processes that it has started: they end with it when it is ended, not when it ends. */
export class ProgramWithChildren implements Program {
  readonly exited: Promise<ExitStatus>;
  readonly #program: Program;
  readonly #children: ChildProcesses;
  #ending = false;

  constructor(program: Program, children: ChildProcesses) {
    this.#program = program;
    this.#children = children;
    this.exited = this.#watch();
  }

  get name(): string {
    return this.#program.name;
  }

  get isLocal(): boolean {
    return this.#program.isLocal;
  }

  get pid(): number | undefined {
    return this.#program.pid;
  }

  flushOutput(): Promise<void> {
    return this.#program.flushOutput();
  }

  holdOutput(held: boolean): void {
    this.#program.holdOutput(held);
  }

  writeInput(text: string | null): boolean {
    return this.#program.writeInput(text);
  }

  terminate(): void {
    this.#ending = true;
    this.#program.terminate();
    this.#children.terminate();
  }

  kill(): void {
    this.#ending = true;
    this.#program.kill();
    this.#children.kill();
  }

  release(): void {
    this.#program.release();
  }

  async #watch(): Promise<ExitStatus> {
    const status = await this.#program.exited;
    while (this.#ending && this.#children.isEnding) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
    }
    return status;
  }
}
