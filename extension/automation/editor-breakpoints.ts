import * as vscode from 'vscode';
import { Emitter } from '../../adapter/util/emitter.ts';
import { placeKey } from '../../automation/dap/shared/told-breakpoints.ts';
import type { BreakpointOwner } from '../../automation/tasks/host.ts';
import type { Breakpoint } from '../../protocol/tasks/breakpoints.ts';
import { described } from './described.ts';
import { type EditorBreakpoint, isKnown, placeOf } from './placed.ts';
import type { TellingSessions } from './telling-sessions.ts';

export type Owner = Pick<BreakpointOwner, 'taskId' | 'by'>;
export type Change = 'added' | 'changed' | 'removed';

const USER: Owner = { taskId: undefined, by: undefined };

export const isUser = ({ taskId, by }: Owner): boolean => taskId === undefined && by === undefined;

/** A breakpoint of the editor, as it is known outside. */
export interface Entry {
  readonly id: number;
  readonly breakpoint: EditorBreakpoint;
  owner: Owner;
  /** The user's own at the same place, which comes back when this one goes. */
  readonly insteadOf: EditorBreakpoint | undefined;
  hits: number;
  wasBound: boolean;
  /** A session has ended that might have stopped at it. */
  hasOutlived: boolean;
  /** What was said of it last, while there was a session: why it never stopped the program is asked afterwards. */
  message: string | undefined;
  /** As it was told last, without its hits. */
  told: string;
}

const GONE = 'It was removed again meanwhile, in the editor or by another client.';

/** What VS Code has, with the ids, the owners and the hits that it knows nothing of. */
export class EditorBreakpoints implements vscode.Disposable {
  readonly #sessions: TellingSessions;
  readonly #entries = new Map<string, Entry>();
  /** What is being put into the editor at this very moment. */
  #coming: readonly Entry[] = [];
  readonly #changes = new Emitter<{ readonly change: Change; readonly breakpoint: Breakpoint }>();
  readonly #listening: vscode.Disposable;
  #lastId = 0;

  constructor(sessions: TellingSessions) {
    this.#sessions = sessions;
    this.#listening = vscode.debug.onDidChangeBreakpoints(({ added, removed, changed }) => {
      for (const breakpoint of removed) this.#removed(breakpoint);
      for (const breakpoint of added) this.#added(breakpoint);
      if (changed.length > 0) this.tellChanges();
    });
    for (const breakpoint of vscode.debug.breakpoints) this.#added(breakpoint);
  }

  get entries(): Entry[] {
    return [...this.#entries.values()].sort((a, b) => a.id - b.id);
  }

  /** Of this window. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** One that is not in the editor yet. */
  entry(breakpoint: EditorBreakpoint, owner: Owner, insteadOf?: EditorBreakpoint): Entry {
    return {
      id: this.nextId(),
      breakpoint,
      owner,
      insteadOf,
      hits: 0,
      wasBound: false,
      hasOutlived: false,
      message: undefined,
      told: '',
    };
  }

  at(key: string): Entry | undefined {
    return this.entries.find(({ breakpoint }) => placeKey(placeOf(breakpoint)) === key);
  }

  /** VS Code tells of both at once, before this returns. */
  exchange(former: readonly EditorBreakpoint[], coming: readonly Entry[]): void {
    this.#coming = coming;
    try {
      vscode.debug.removeBreakpoints(former);
      vscode.debug.addBreakpoints(coming.map(({ breakpoint }) => breakpoint));
    } finally {
      this.#coming = [];
    }
  }

  takeAway(entries: readonly Entry[]): void {
    vscode.debug.removeBreakpoints(entries.map(({ breakpoint }) => breakpoint));
    vscode.debug.addBreakpoints(entries.flatMap(({ insteadOf }) => insteadOf ?? []));
  }

  /** Of one that is not there any more, that it is not. */
  describe({ id, breakpoint, owner: { taskId, by }, hits, ...past }: Entry): Breakpoint {
    const isHere = this.#entries.get(breakpoint.id)?.id === id;
    const neverBound = past.hasOutlived && !past.wasBound;
    return {
      id,
      ...(neverBound && { neverBound, message: past.message }),
      ...described(breakpoint, this.#sessions.told),
      ...(!isHere && { state: 'rejected', message: GONE }),
      hits,
      ...(taskId !== undefined && { taskId }),
      ...(by !== undefined && { by }),
    };
  }

  onChange(listener: (change: Change, breakpoint: Breakpoint) => void): Disposable {
    return this.#changes.on(({ change, breakpoint }) => listener(change, breakpoint));
  }

  /** Something was said of them, or is said no more because a session has ended. */
  tellChanges({ hasEnded = false } = {}): void {
    for (const entry of this.#entries.values()) {
      this.#remember(entry, hasEnded);
      if (entry.told !== this.#wording(entry)) this.#tell('changed', entry);
    }
  }

  #remember(entry: Entry, hasEnded: boolean): void {
    const { state, message } = described(entry.breakpoint, this.#sessions.told);
    if (state === 'bound') entry.wasBound = true;
    else if (state !== 'unused') entry.message = message;
    if (hasEnded) entry.hasOutlived = true;
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #added(breakpoint: vscode.Breakpoint): void {
    if (!isKnown(breakpoint) || this.#entries.has(breakpoint.id)) return;
    const coming = this.#coming.find((entry) => entry.breakpoint === breakpoint);
    const entry = coming ?? this.entry(breakpoint, USER);
    this.#entries.set(breakpoint.id, entry);
    this.#tell('added', entry);
  }

  #removed(breakpoint: vscode.Breakpoint): void {
    const entry = this.#entries.get(breakpoint.id);
    if (!entry) return;
    const last = this.describe(entry);
    this.#entries.delete(breakpoint.id);
    this.#changes.emit({ change: 'removed', breakpoint: last });
  }

  #tell(change: Change, entry: Entry): void {
    entry.told = this.#wording(entry);
    this.#changes.emit({ change, breakpoint: this.describe(entry) });
  }

  /** Its hits are told by the stops. */
  #wording(entry: Entry): string {
    return JSON.stringify({ ...this.describe(entry), hits: undefined });
  }
}
