import type { TestItem } from '../scan/test-item.ts';

/** What is to be run: one item of a file, or all of it. */
export interface Wanted {
  readonly item: TestItem | undefined;
  /** All that are in the file. */
  readonly items: readonly TestItem[];
}

/** Settings of a launch configuration. */
export type LaunchSettings = Readonly<Record<string, unknown>>;

/** Who runs the tests of one file, and how. */
export interface Runner {
  /** As it is shown, for example `vitest`. */
  readonly name: string;
  /** Whether it would find an item. */
  runs(item: TestItem): boolean;
  /** Runs what is wanted, and nothing else, so that a debugger can stop in it for as long as it likes. */
  settings(wanted: Wanted): LaunchSettings | Promise<LaunchSettings>;
}
