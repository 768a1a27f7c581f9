import * as vscode from 'vscode';
import { Emitter } from '../../adapter/util/emitter.ts';
import { settlesWithin } from '../../adapter/util/time.ts';
import type { SharedSession } from '../../automation/dap/shared/shared-session.ts';
import type { Place, ToldBreakpoints } from '../../automation/dap/shared/told-breakpoints.ts';
import type { BreakpointOwner, Breakpoints, PlacedBreakpoint } from '../../automation/tasks/host.ts';
import type { Breakpoint } from '../../protocol/tasks/breakpoints.ts';
import type { Running } from '../sessions.ts';
import { described, told } from './described.ts';
import {
  type EditorBreakpoint,
  editorBreakpoint,
  isKnown,
  placeKey,
  placeOf,
  sameDetails,
} from './placed.ts';
import type { WindowRun } from './window-run.ts';

/** How long VS Code may take to tell the sessions of a breakpoint, in milliseconds: not at all, where it is told not to. */
const TELL_LIMIT_MS = 1000;

type Owner = Pick<BreakpointOwner, 'taskId' | 'by'>;
type Change = 'added' | 'changed' | 'removed';

const USER: Owner = { taskId: undefined, by: undefined };

interface Entry {
  readonly id: number;
  readonly breakpoint: EditorBreakpoint;
  owner: Owner;
  /** The user's own at the same place, which comes back when this one goes. */
  readonly insteadOf: EditorBreakpoint | undefined;
  hits: number;
  /** As it was told last, without its hits. */
  told: string;
}

/** The breakpoints of the editor: those of its user, and those from outside, which the user sees among them. */
export class WindowBreakpoints implements Breakpoints, vscode.Disposable {
  readonly #entries = new Map<string, Entry>();
  /** Of those that are being added here. */
  readonly #adding = new Map<EditorBreakpoint, Pick<Entry, 'owner' | 'insteadOf'>>();
  readonly #passing = new Map<number, () => Promise<void>>();
  readonly #sessions = new Set<SharedSession>();
  readonly #changes = new Emitter<{ readonly change: Change; readonly breakpoint: Breakpoint }>();
  readonly #listening: vscode.Disposable;
  #lastId = 0;

  constructor() {
    this.#listening = vscode.debug.onDidChangeBreakpoints(({ added, removed, changed }) => {
      for (const breakpoint of removed) this.#removed(breakpoint);
      for (const breakpoint of added) this.#added(breakpoint);
      if (changed.length > 0) this.#tellChanges();
    });
    for (const breakpoint of vscode.debug.breakpoints) this.#added(breakpoint);
  }

  get all(): Breakpoint[] {
    return [...this.#entries.values()].sort((a, b) => a.id - b.id).map((entry) => this.#describe(entry));
  }

  onChange(listener: (change: Change, breakpoint: Breakpoint) => void): Disposable {
    return this.#changes.on(({ change, breakpoint }) => listener(change, breakpoint));
  }

  /** A session that may stop at them. */
  watch({ session, shared }: Running): void {
    if (session.configuration.noDebug) return;
    this.#sessions.add(shared);
    shared.breakpoints.onChange(() => this.#tellChanges());
    void shared.ended.then(() => {
      this.#sessions.delete(shared);
      this.#tellChanges();
    });
  }

  /** Some have stopped a program. */
  hit(ids: readonly number[]): void {
    for (const entry of this.#entries.values()) if (ids.includes(entry.id)) entry.hits += 1;
  }

  /** What the adapter of a session calls them, as they are called here. */
  idsOf({ breakpoints }: SharedSession, ids: readonly number[]): number[] {
    if (ids.length === 0) return [];
    const called = ({ breakpoint }: Entry): number | undefined => breakpoints.find(placeOf(breakpoint))?.id;
    return [...this.#entries.values()]
      .filter((entry) => ids.includes(called(entry) ?? 0))
      .map(({ id }) => id);
  }

  async add(wanted: readonly PlacedBreakpoint[], owner: BreakpointOwner): Promise<Breakpoint[]> {
    const { passing, ...who } = owner;
    if (passing) return Promise.all(wanted.map((one) => this.#addPassing(one, passing as WindowRun)));
    const set = wanted.map((one) => this.#place(editorBreakpoint(one), who));
    const fresh = set.filter(({ isNew }) => isNew);
    // One that is replaced goes before the other comes.
    const known = fresh.flatMap(({ breakpoint, former }) =>
      this.#known(breakpoint, former ? [false, true] : [true]),
    );
    vscode.debug.removeBreakpoints(fresh.flatMap(({ former }) => former ?? []));
    vscode.debug.addBreakpoints(fresh.map(({ breakpoint }) => breakpoint));
    await Promise.all(known);
    this.#tellChanges();
    return set.map(({ breakpoint }) => this.#describe(this.#entries.get(breakpoint.id)!));
  }

  async remove(ids: readonly number[]): Promise<number[]> {
    const entries = [...this.#entries.values()].filter(({ id }) => ids.includes(id));
    const passing = [...this.#passing].filter(([id]) => ids.includes(id));
    const known = entries.flatMap(({ breakpoint, insteadOf }) =>
      this.#known(breakpoint, insteadOf ? [false, true] : [false]),
    );
    this.#takeAway(entries);
    // Whoever lets a program go on now does not want it to stop there once more.
    await Promise.all(known);
    for (const [id] of passing) this.#passing.delete(id);
    // With the program they are gone anyway.
    await Promise.allSettled(passing.map(([, remove]) => remove()));
    return [...entries.map(({ id }) => id), ...passing.map(([id]) => id)];
  }

  /** Removes what is not the user's own: VS Code would keep it for the next time. */
  removeForeign(): void {
    this.#takeAway([...this.#entries.values()].filter(({ owner }) => !isUser(owner)));
  }

  dispose(): void {
    this.#listening.dispose();
  }

  /** What is to be done so that a breakpoint stands at its place: VS Code has room for one there. */
  #place(wanted: EditorBreakpoint, owner: Owner) {
    const key = placeKey(placeOf(wanted));
    const isHere = (one: EditorBreakpoint): boolean => placeKey(placeOf(one)) === key;
    const twice = [...this.#adding.keys()].find(isHere);
    if (twice) return { breakpoint: twice, isNew: false };
    const there = [...this.#entries.values()].find(({ breakpoint }) => isHere(breakpoint));
    if (there && sameDetails(there.breakpoint, wanted)) {
      // It goes with whoever has asked for it last; the user's own goes with nobody.
      if (!isUser(there.owner)) there.owner = owner;
      return { breakpoint: there.breakpoint, isNew: false };
    }
    const own = there && isUser(there.owner) ? there.breakpoint : there?.insteadOf;
    this.#adding.set(wanted, { owner, insteadOf: isUser(owner) ? undefined : own });
    return { breakpoint: wanted, isNew: true, former: there?.breakpoint };
  }

  /** Resolves when the sessions know that a breakpoint is there, or no longer, as far as VS Code tells them. */
  #known(breakpoint: EditorBreakpoint, steps: readonly boolean[]): Promise<unknown>[] {
    const place = placeOf(breakpoint);
    return [...this.#sessions]
      .filter(({ isConfigured }) => isConfigured)
      .map(({ breakpoints }) => settlesWithin(inTurn(breakpoints, place, steps), TELL_LIMIT_MS));
  }

  async #addPassing({ file, line = 1, column }: PlacedBreakpoint, run: WindowRun): Promise<Breakpoint> {
    this.#lastId += 1;
    const id = this.#lastId;
    const wanted = { line, ...(column !== undefined && { column }) };
    const { state, remove } = await run.shared.passing.add(run, file!, wanted);
    this.#passing.set(id, remove);
    return { id, file, enabled: true, ...wanted, ...told(state) };
  }

  #takeAway(entries: readonly Entry[]): void {
    vscode.debug.removeBreakpoints(entries.map(({ breakpoint }) => breakpoint));
    vscode.debug.addBreakpoints(entries.flatMap(({ insteadOf }) => insteadOf ?? []));
  }

  #added(breakpoint: vscode.Breakpoint): void {
    if (!isKnown(breakpoint) || this.#entries.has(breakpoint.id)) return;
    const { owner = USER, insteadOf } = this.#adding.get(breakpoint) ?? {};
    this.#adding.delete(breakpoint);
    this.#lastId += 1;
    const entry: Entry = { id: this.#lastId, breakpoint, owner, insteadOf, hits: 0, told: '' };
    this.#entries.set(breakpoint.id, entry);
    this.#tell('added', entry);
  }

  #removed(breakpoint: vscode.Breakpoint): void {
    const entry = this.#entries.get(breakpoint.id);
    if (!entry) return;
    this.#entries.delete(breakpoint.id);
    this.#tell('removed', entry);
  }

  #tellChanges(): void {
    for (const entry of this.#entries.values()) {
      if (entry.told !== this.#wording(entry)) this.#tell('changed', entry);
    }
  }

  #tell(change: Change, entry: Entry): void {
    entry.told = this.#wording(entry);
    this.#changes.emit({ change, breakpoint: this.#describe(entry) });
  }

  /** Its hits are told by the stops. */
  #wording(entry: Entry): string {
    return JSON.stringify({ ...this.#describe(entry), hits: undefined });
  }

  #describe({ id, breakpoint, owner: { taskId, by }, hits }: Entry): Breakpoint {
    const sessions = [...this.#sessions].map(({ breakpoints }) => breakpoints);
    return {
      id,
      ...described(breakpoint, sessions),
      hits,
      ...(taskId !== undefined && { taskId }),
      ...(by !== undefined && { by }),
    };
  }
}

async function inTurn(breakpoints: ToldBreakpoints, place: Place, steps: readonly boolean[]): Promise<void> {
  for (const isThere of steps) await breakpoints.until(place, isThere);
}

const isUser = ({ taskId, by }: Owner): boolean => taskId === undefined && by === undefined;
