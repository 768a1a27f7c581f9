import { pollPhase } from '../util/time.ts';
import type { ExitStatus, Program } from './program.ts';

/** A program whose input and output are not ours: there is nothing to read, and nowhere to write to. */
export abstract class UnpipedProgram implements Program {
  abstract readonly name: string;
  abstract readonly isLocal: boolean;
  abstract readonly pid: number | undefined;
  abstract readonly exited: Promise<ExitStatus>;

  /**
   * There is no output to read. But the answer to what has led to an event may have come with it, and is on its way
   * through promises: a client that hears of a stop before the answer to its step takes the program for running.
   */
  flushOutput(): Promise<void> {
    return pollPhase();
  }

  holdOutput(): void {}

  writeInput(): boolean {
    return false;
  }

  abstract terminate(): void;
  abstract kill(): void;

  /** Nothing of it is held here. */
  release(): void {}
}
