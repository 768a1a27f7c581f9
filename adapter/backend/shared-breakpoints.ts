import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Backend } from './backend.ts';

type Breakpoint = DebugProtocol.Breakpoint;

interface Shared {
  readonly id: number;
  /** What each engine says of it. */
  readonly states: Map<Backend, Breakpoint>;
  /** What was said of it last. */
  told: Breakpoint;
}

export type Answers = ReadonlyMap<Backend, readonly (Breakpoint | undefined)[]>;

/** The breakpoints that several engines have in common, each under one id and with one state. */
export class SharedBreakpoints {
  readonly #changed: (breakpoint: Breakpoint) => void;
  /** In the order in which they were asked for, by what they were asked with. */
  readonly #lists = new Map<string, readonly Shared[]>();
  readonly #byEngineId = new Map<Backend, Map<number, Shared>>();
  #lastId = 0;

  /** `changed` is told what has become of a breakpoint when that is not the answer to a request. */
  constructor(changed: (breakpoint: Breakpoint) => void) {
    this.#changed = changed;
  }

  /**
   * Takes what the engines answered to one and the same request, and returns what the client is to be answered. An engine
   * that was not asked for one of them leaves a hole there.
   */
  set(key: string, answers: Answers, asked = 0): Breakpoint[] {
    const count = Math.max(asked, ...[...answers.values()].map(({ length }) => length));
    const former = this.#lists.get(key) ?? [];
    const list = Array.from({ length: count }, (_, index) => this.#known(answers, index) ?? this.#new());
    for (const gone of former.filter((shared) => !list.includes(shared))) this.#forget(gone);
    this.#lists.set(key, list);
    for (const [backend, breakpoints] of answers) this.#link(backend, list, breakpoints);
    return list.map((shared) => this.#tell(shared));
  }

  /** Takes what an engine that has come later answered to the same request. */
  join(key: string, backend: Backend, breakpoints: readonly Breakpoint[]): void {
    const list = this.#lists.get(key) ?? [];
    this.#link(backend, list, breakpoints);
    for (const shared of list) this.#tellIfChanged(shared);
  }

  /** An engine says something new of one of its breakpoints. */
  update(backend: Backend, breakpoint: Breakpoint): void {
    const shared = this.#ofEngine(backend, breakpoint.id);
    if (!shared) return;
    shared.states.set(backend, breakpoint);
    this.#tellIfChanged(shared);
  }

  leave(backend: Backend): void {
    for (const shared of this.#byEngineId.get(backend)?.values() ?? []) {
      shared.states.delete(backend);
      this.#tellIfChanged(shared);
    }
    this.#byEngineId.delete(backend);
  }

  /** The id under which the client knows an engine's breakpoint, or will: a program may stop at it before it is answered. */
  id(backend: Backend, engineId: number): number {
    const known = this.#ofEngine(backend, engineId);
    if (known) return known.id;
    const shared = this.#new();
    this.#ofBackend(backend).set(engineId, shared);
    return shared.id;
  }

  #known(answers: Answers, index: number): Shared | undefined {
    for (const [backend, breakpoints] of answers) {
      const shared = this.#ofEngine(backend, breakpoints[index]?.id);
      if (shared) return shared;
    }
    return undefined;
  }

  #ofEngine(backend: Backend, engineId: number | undefined): Shared | undefined {
    return engineId === undefined ? undefined : this.#byEngineId.get(backend)?.get(engineId);
  }

  #ofBackend(backend: Backend): Map<number, Shared> {
    let byId = this.#byEngineId.get(backend);
    if (!byId) {
      byId = new Map();
      this.#byEngineId.set(backend, byId);
    }
    return byId;
  }

  #new(): Shared {
    this.#lastId += 1;
    return { id: this.#lastId, states: new Map(), told: { id: this.#lastId, verified: false } };
  }

  #link(backend: Backend, list: readonly Shared[], breakpoints: readonly (Breakpoint | undefined)[]): void {
    const byId = this.#ofBackend(backend);
    breakpoints.forEach((breakpoint, index) => {
      const shared = list[index];
      if (!shared || !breakpoint) return;
      shared.states.set(backend, breakpoint);
      if (breakpoint.id !== undefined) byId.set(breakpoint.id, shared);
    });
  }

  #forget(shared: Shared): void {
    for (const [backend, { id }] of shared.states) {
      if (id !== undefined) this.#byEngineId.get(backend)?.delete(id);
    }
  }

  #tell(shared: Shared): Breakpoint {
    const said = summary(shared);
    // One without a number is never spoken of again.
    shared.told = said.id === undefined ? said : { ...said, id: shared.id };
    return shared.told;
  }

  #tellIfChanged(shared: Shared): void {
    const before = JSON.stringify(shared.told);
    const now = this.#tell(shared);
    if (JSON.stringify(now) !== before) this.#changed(now);
  }
}

/** Bound where one engine has bound it; else what an engine has found out about it; else that it waits. */
function summary({ states, told }: Shared): Breakpoint {
  const all = [...states.values()];
  const best =
    all.find(({ verified }) => verified) ?? all.find(({ reason }) => reason === 'failed') ?? all[0];
  if (best) return best;
  return { ...told, verified: false, reason: 'pending', message: NO_PROCESS };
}

const NO_PROCESS =
  'No process of the program is debugged at the moment. It binds in the next one that loads the file.';
