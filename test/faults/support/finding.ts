import type { TestContext } from 'vitest';

/** What a test of faults has tried, and what it saw: docs/RELIABILITY.md is made of them. */
export interface Finding {
  /** What goes wrong, or goes on for long. */
  readonly fault: string;
  readonly times: number;
  readonly seen: string;
}

declare module 'vitest' {
  interface TaskMeta {
    finding?: Finding;
  }
}

/** To be said at the end of a test: what it has expected is true by then. */
export function found({ task }: TestContext, finding: Finding): void {
  task.meta.finding = finding;
}
