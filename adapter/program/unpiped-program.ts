import type { ExitStatus, Program } from './program.ts';

/** A program whose input and output are not ours: there is nothing to read, and nowhere to write to. */
export abstract class UnpipedProgram implements Program {
  abstract readonly name: string;
  abstract readonly isLocal: boolean;
  abstract readonly pid: number | undefined;
  abstract readonly exited: Promise<ExitStatus>;

  async flushOutput(): Promise<void> {}

  holdOutput(): void {}

  writeInput(): boolean {
    return false;
  }

  abstract terminate(): void;
  abstract kill(): void;

  /** Nothing of it is held here. */
  release(): void {}
}
