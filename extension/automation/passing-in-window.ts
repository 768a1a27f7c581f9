import type { PlacedBreakpoint } from '../../automation/tasks/host.ts';
import type { Breakpoint } from '../../protocol/tasks/breakpoints.ts';
import { told } from './described.ts';
import type { WindowRun } from './window-run.ts';

/** Breakpoints on the way to a line: of one session, and not to be seen in the editor. */
export class PassingInWindow {
  readonly #nextId: () => number;
  readonly #removals = new Map<number, () => Promise<void>>();

  constructor(nextId: () => number) {
    this.#nextId = nextId;
  }

  async add({ file, line = 1, column }: PlacedBreakpoint, run: WindowRun): Promise<Breakpoint> {
    const id = this.#nextId();
    const wanted = { line, ...(column !== undefined && { column }) };
    const { state, remove } = await run.shared.passing.add(run, file!, wanted);
    this.#removals.set(id, remove);
    return { id, file, enabled: true, ...wanted, ...told(state) };
  }

  /** Resolves with the ids of those that were there. */
  async remove(ids: readonly number[]): Promise<number[]> {
    const removals = [...this.#removals].filter(([id]) => ids.includes(id));
    for (const [id] of removals) this.#removals.delete(id);
    // With the program they are gone anyway.
    await Promise.allSettled(removals.map(([, remove]) => remove()));
    return removals.map(([id]) => id);
  }
}
