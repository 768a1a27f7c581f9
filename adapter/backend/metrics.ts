import type { CommandName } from '../../protocol/commands.ts';

export interface CommandMetrics {
  readonly count: number;
  readonly failures: number;
  readonly totalMs: number;
}

/** What was asked of a backend, and how long the answers took. */
export class Metrics {
  readonly #commands = new Map<CommandName, { count: number; failures: number; totalMs: number }>();

  record(command: CommandName, ms: number, failed: boolean): void {
    const entry = this.#commands.get(command) ?? { count: 0, failures: 0, totalMs: 0 };
    this.#commands.set(command, entry);
    entry.count += 1;
    entry.totalMs += ms;
    if (failed) entry.failures += 1;
  }

  get commands(): ReadonlyMap<CommandName, CommandMetrics> {
    return this.#commands;
  }

  /** One line for the log: the commands that took longest first. */
  toString(): string {
    return [...this.#commands]
      .sort(([, a], [, b]) => b.totalMs - a.totalMs)
      .map(([name, { count, totalMs }]) => `${name} ${count}× ${totalMs.toFixed(1)} ms`)
      .join(', ');
  }
}
