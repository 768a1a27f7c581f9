import type * as vscode from 'vscode';
import type { SharedSession } from '../../automation/dap/shared/shared-session.ts';
import { placeKey } from '../../automation/dap/shared/told-breakpoints.ts';
import type { BreakpointOwner, Breakpoints, PlacedBreakpoint } from '../../automation/tasks/host.ts';
import type { Breakpoint } from '../../protocol/tasks/breakpoints.ts';
import type { Running } from '../sessions.ts';
import { type Change, EditorBreakpoints, type Entry, isUser, type Owner } from './editor-breakpoints.ts';
import { PassingInWindow } from './passing-in-window.ts';
import { type EditorBreakpoint, editorBreakpoint, placeOf, sameDetails } from './placed.ts';
import { TellingSessions } from './telling-sessions.ts';
import type { WindowRun } from './window-run.ts';

/** One that is to come to the editor, and what it comes instead of. */
interface Coming {
  readonly entry: Entry;
  readonly former: EditorBreakpoint | undefined;
}

/** The breakpoints of the editor: those of its user, and those from outside, which the user sees among them. */
export class WindowBreakpoints implements Breakpoints, vscode.Disposable {
  readonly #sessions = new TellingSessions();
  readonly #editor = new EditorBreakpoints(this.#sessions);
  readonly #passing = new PassingInWindow(() => this.#editor.nextId());

  get all(): Breakpoint[] {
    return this.#editor.entries.map((entry) => this.#editor.describe(entry));
  }

  onChange(listener: (change: Change, breakpoint: Breakpoint) => void): Disposable {
    return this.#editor.onChange(listener);
  }

  /** A session that may stop at them. */
  watch({ session, shared }: Running): void {
    if (session.configuration.noDebug) return;
    this.#sessions.watch(shared, (what) => this.#editor.tellChanges(what));
  }

  /** Some have stopped a program. */
  hit(ids: readonly number[]): void {
    for (const entry of this.#editor.entries) if (ids.includes(entry.id)) entry.hits += 1;
  }

  /** What the adapter of a session calls them, as they are called here. */
  idsOf({ breakpoints }: SharedSession, ids: readonly number[]): number[] {
    if (ids.length === 0) return [];
    const called = ({ breakpoint }: Entry): number | undefined => breakpoints.find(placeOf(breakpoint))?.id;
    return this.#editor.entries.filter((entry) => ids.includes(called(entry) ?? 0)).map(({ id }) => id);
  }

  async add(wanted: readonly PlacedBreakpoint[], owner: BreakpointOwner): Promise<Breakpoint[]> {
    const { passing, ...who } = owner;
    if (passing) return Promise.all(wanted.map((one) => this.#passing.add(one, passing as WindowRun)));
    const coming = new Map<string, Coming>();
    const entries = wanted.map((one) => this.#place(editorBreakpoint(one), who, coming));
    const fresh = [...coming.values()];
    // One that is replaced goes before the other comes.
    const known = fresh.map(({ entry, former }) =>
      this.#sessions.know(entry.breakpoint, former ? [false, true] : [true]),
    );
    this.#editor.exchange(
      fresh.flatMap(({ former }) => former ?? []),
      fresh.map(({ entry }) => entry),
    );
    await Promise.all(known);
    this.#editor.tellChanges();
    return entries.map((entry) => this.#editor.describe(entry));
  }

  async remove(ids: readonly number[]): Promise<number[]> {
    const entries = this.#editor.entries.filter(({ id }) => ids.includes(id));
    const known = entries.map(({ breakpoint, insteadOf }) =>
      this.#sessions.know(breakpoint, insteadOf ? [false, true] : [false]),
    );
    this.#editor.takeAway(entries);
    // Whoever lets a program go on now does not want it to stop there once more.
    await Promise.all(known);
    return [...entries.map(({ id }) => id), ...(await this.#passing.remove(ids))];
  }

  /** Removes what is not the user's own: VS Code would keep it for the next time. */
  removeForeign(): void {
    this.#editor.takeAway(this.#editor.entries.filter(({ owner }) => !isUser(owner)));
  }

  dispose(): void {
    this.#editor.dispose();
  }

  /** What will stand at its place: VS Code has room for one there. */
  #place(wanted: EditorBreakpoint, owner: Owner, coming: Map<string, Coming>): Entry {
    const key = placeKey(placeOf(wanted));
    const twice = coming.get(key);
    if (twice) return twice.entry;
    const there = this.#editor.at(key);
    if (there && sameDetails(there.breakpoint, wanted)) {
      // It goes with whoever has asked for it last; the user's own goes with nobody.
      if (!isUser(there.owner)) there.owner = owner;
      return there;
    }
    const own = there && isUser(there.owner) ? there.breakpoint : there?.insteadOf;
    const entry = this.#editor.entry(wanted, owner, isUser(owner) ? undefined : own);
    coming.set(key, { entry, former: there?.breakpoint });
    return entry;
  }
}
