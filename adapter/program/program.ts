import type { OutputRecord } from '../../protocol/output-record.ts';

export interface ExitStatus {
  /** As a shell reports it: 128 + n for a program that signal n has ended. Undefined where nobody can tell. */
  readonly exitCode: number | undefined;
  readonly signal?: NodeJS.Signals;
}

export type OutputStream = 'stdout' | 'stderr';

/** A piece of what a program writes, and what its launcher has said about it, if anything. */
export interface Output {
  readonly stream: OutputStream;
  readonly text: string;
  readonly record?: OutputRecord;
}

export type OutputListener = (output: Output) => void;

/** A program that runs, whatever it runs in. Its output goes to the listener that it was started with. */
export interface Program {
  readonly name: string;
  /** False where it runs in another place, or may. */
  readonly isLocal: boolean;
  /** Undefined where it is not known (yet), or is a number of another place. */
  readonly pid: number | undefined;
  /** Resolves when the program has ended and everything it wrote was reported. Never rejects. */
  readonly exited: Promise<ExitStatus>;

  /** Resolves when everything that the program had written before the call was reported. */
  flushOutput(): Promise<void>;
  /** While it is held, no more of its output is read than a flush needs: the program waits when its pipe is full. */
  holdOutput(held: boolean): void;
  /** Writes to its standard input; null ends it. False where that is not ours to write to. */
  writeInput(text: string | null): boolean;

  /** Asks the program to end; it may clean up, or refuse. */
  terminate(): void;
  /** Ends it, and what it started, without asking. */
  kill(): void;
  /** Leaves it running when its session ends. */
  release(): void;
}
