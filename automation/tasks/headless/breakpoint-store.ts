import { Emitter } from '../../../adapter/util/emitter.ts';
import type { Breakpoint } from '../../../protocol/tasks/breakpoints.ts';
import type { DapClient } from '../../dap/dap-client.ts';
import type { BreakpointOwner, Breakpoints, PlacedBreakpoint } from '../host.ts';
import { SessionBreakpoints } from './session-breakpoints.ts';
import { StoredBreakpoint } from './stored-breakpoint.ts';

interface Change {
  readonly change: 'added' | 'changed' | 'removed';
  readonly breakpoint: Breakpoint;
}

/** The breakpoints of a server: those of one task are for its session, all others for every session. */
export class BreakpointStore implements Breakpoints {
  readonly #stored = new Map<number, StoredBreakpoint>();
  /** What was told last of each, as JSON. */
  readonly #told = new Map<number, string>();
  readonly #sessions = new Set<SessionBreakpoints>();
  readonly #changes = new Emitter<Change>();
  #lastId = 0;

  get all(): readonly Breakpoint[] {
    return [...this.#stored.values()]
      .filter(({ owner }) => !owner.passing)
      .map(({ description }) => description);
  }

  /** The breakpoints of a session that is about to begin. */
  join(client: DapClient, taskId: string): SessionBreakpoints {
    const session = new SessionBreakpoints(client, {
      all: () => [...this.#stored.values()].filter((one) => one.isFor(taskId)),
      changed: (breakpoint) => this.#changed(breakpoint),
    });
    this.#sessions.add(session);
    void client.ended.then(() => this.#sessions.delete(session));
    return session;
  }

  async add(wanted: readonly PlacedBreakpoint[], owner: BreakpointOwner): Promise<Breakpoint[]> {
    const added = wanted.map((one) => {
      for (const old of this.#stored.values()) if (old.isAtPlaceOf(one, owner)) this.#drop(old);
      this.#lastId += 1;
      const breakpoint = new StoredBreakpoint(this.#lastId, one, owner);
      this.#stored.set(breakpoint.id, breakpoint);
      this.#tell('added', breakpoint);
      return breakpoint;
    });
    await this.#update(added);
    return added.map((one) => {
      const isLeft = this.#stored.has(one.id);
      const there = isLeft ? one : added.findLast((other) => other.isAtPlaceOf(one.wanted, owner));
      return (there ?? one).description;
    });
  }

  async remove(ids: readonly number[]): Promise<number[]> {
    const removed = ids.flatMap((id) => this.#stored.get(id) ?? []);
    for (const breakpoint of removed) this.#drop(breakpoint);
    await this.#update(removed);
    return removed.map(({ id }) => id);
  }

  onChange(listener: (change: Change['change'], breakpoint: Breakpoint) => void): Disposable {
    return this.#changes.on(({ change, breakpoint }) => listener(change, breakpoint));
  }

  async #update(touched: readonly StoredBreakpoint[]): Promise<void> {
    const files = new Set(touched.map(({ wanted: { file } }) => file));
    await Promise.all(
      [...this.#sessions].flatMap((session) => [...files].map((file) => session.update(file))),
    );
  }

  #drop(breakpoint: StoredBreakpoint): void {
    this.#stored.delete(breakpoint.id);
    this.#tell('removed', breakpoint);
    this.#told.delete(breakpoint.id);
  }

  #changed(breakpoint: StoredBreakpoint): void {
    if (!this.#stored.has(breakpoint.id)) return;
    if (this.#told.get(breakpoint.id) !== JSON.stringify(breakpoint.description))
      this.#tell('changed', breakpoint);
  }

  #tell(change: Change['change'], { id, description, owner }: StoredBreakpoint): void {
    if (owner.passing) return;
    this.#told.set(id, JSON.stringify(description));
    this.#changes.emit({ change, breakpoint: description });
  }
}
