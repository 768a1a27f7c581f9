import type { DebugProtocol } from '@vscode/debugprotocol';

type Breakpoint = DebugProtocol.Breakpoint;

/**
 * The client knows a breakpoint by one id for the whole session; each engine counts for itself. One instance per engine
 * translates; the counter is the session's.
 */
export class BreakpointIds {
  readonly #next: () => number;
  readonly #clientIds = new Map<number, number>();

  constructor(next: () => number) {
    this.#next = next;
  }

  /** The breakpoint as the client knows it. One that it has not seen yet gets `known`, or a new id. */
  toClient<B extends Breakpoint>(breakpoint: B, known?: number): B {
    if (breakpoint.id === undefined) return breakpoint;
    return { ...breakpoint, id: this.id(breakpoint.id, known) };
  }

  id(engineId: number, known?: number): number {
    let id = this.#clientIds.get(engineId);
    if (id === undefined) {
      id = known ?? this.#next();
      this.#clientIds.set(engineId, id);
    }
    return id;
  }
}
