import type { DebugProtocol } from '@vscode/debugprotocol';
import { settlesWithin } from '../../../adapter/util/time.ts';
import type { DapClient } from '../../dap/dap-client.ts';
import type { StoredBreakpoint } from './stored-breakpoint.ts';

/** How long one who sets a breakpoint waits for a program to take note, in milliseconds: it may be busy. */
const PATIENCE_MS = 5000;

type State = DebugProtocol.Breakpoint;
interface Wanted {
  /** Those for this session, as they are now. */
  all(): readonly StoredBreakpoint[];
  /** Something has become of one. */
  changed(breakpoint: StoredBreakpoint): void;
}

/** The breakpoints of one session: told to its adapter, and kept in step with what that says of them. */
export class SessionBreakpoints {
  readonly #client: DapClient;
  readonly #wanted: Wanted;
  readonly #byAdapterId = new Map<number, StoredBreakpoint>();
  /** What was said of breakpoints whose ids are not known yet: their answer is still on its way. */
  readonly #early = new Map<number, State>();
  #isOpen = false;

  constructor(client: DapClient, wanted: Wanted) {
    this.#client = client;
    this.#wanted = wanted;
    client.on('breakpoint', ({ breakpoint }) => this.#heard(breakpoint));
    client.on('stopped', ({ hitBreakpointIds = [] }) => {
      for (const id of hitBreakpointIds) this.#hit(id);
    });
    void client.ended.then(() => this.#leave());
  }

  /** It is time to tell the adapter: of all that are wanted, and from now on of every change. */
  async open(): Promise<void> {
    this.#isOpen = true;
    const all = this.#wanted.all();
    const files = new Set(all.flatMap(({ wanted: { file } }) => file ?? []));
    const hasFunctions = all.some(({ wanted }) => wanted.function !== undefined);
    await Promise.all([
      ...[...files].map((file) => this.#sendFile(file)),
      hasFunctions && this.#sendFunctions(),
    ]);
  }

  /** Tells the adapter again what is wanted in a file, or of functions when it is undefined. */
  async update(file: string | undefined): Promise<void> {
    if (!this.#isOpen) return;
    // A session that has ended in the meantime needs none.
    const sent = (file === undefined ? this.#sendFunctions() : this.#sendFile(file)).catch(() => {});
    await settlesWithin(sent, PATIENCE_MS);
  }

  /** The host's ids of breakpoints that the adapter names; those in passing are nobody's business. */
  idsOf(adapterIds: readonly number[]): number[] {
    return adapterIds.flatMap((adapterId) => {
      const breakpoint = this.#byAdapterId.get(adapterId);
      return breakpoint && !breakpoint.owner.passing ? [breakpoint.id] : [];
    });
  }

  async #sendFile(file: string): Promise<void> {
    const wanted = this.#expected(this.#wanted.all().filter((one) => one.wanted.file === file));
    const { breakpoints } = await this.#client.request('setBreakpoints', {
      source: { path: file },
      breakpoints: wanted.map(({ wanted: { file: _, line, function: _name, ...details } }) => ({
        line: line!,
        ...details,
      })) as DebugProtocol.SourceBreakpoint[],
    });
    this.#answered(wanted, breakpoints);
  }

  async #sendFunctions(): Promise<void> {
    const functions = this.#wanted.all().filter((one) => one.wanted.function !== undefined);
    const wanted = this.#expected(functions);
    const { breakpoints } = await this.#client.request('setFunctionBreakpoints', {
      breakpoints: wanted.map(({ wanted: { function: name, condition, hitCondition } }) => ({
        name: name!,
        ...(condition !== undefined && { condition }),
        ...(hitCondition !== undefined && { hitCondition }),
      })),
    });
    this.#answered(wanted, breakpoints);
  }

  #expected(wanted: readonly StoredBreakpoint[]): readonly StoredBreakpoint[] {
    for (const breakpoint of wanted) if (!breakpoint.isHeardBy(this)) this.#tell(breakpoint, undefined);
    return wanted;
  }

  #answered(wanted: readonly StoredBreakpoint[], states: readonly State[]): void {
    for (const [index, breakpoint] of wanted.entries()) {
      const state = states[index];
      if (state?.id === undefined) {
        this.#tell(breakpoint, state);
        continue;
      }
      this.#byAdapterId.set(state.id, breakpoint);
      this.#tell(breakpoint, this.#early.get(state.id) ?? state);
      this.#early.delete(state.id);
    }
  }

  #heard(state: State): void {
    const breakpoint = state.id === undefined ? undefined : this.#byAdapterId.get(state.id);
    if (breakpoint) this.#tell(breakpoint, state);
    else if (state.id !== undefined) this.#early.set(state.id, state);
  }

  #tell(breakpoint: StoredBreakpoint, state: State | undefined): void {
    breakpoint.heard(this, state);
    this.#wanted.changed(breakpoint);
  }

  #hit(adapterId: number): void {
    const breakpoint = this.#byAdapterId.get(adapterId);
    breakpoint?.hit();
    if (breakpoint) this.#wanted.changed(breakpoint);
  }

  #leave(): void {
    this.#isOpen = false;
    for (const breakpoint of this.#wanted.all()) {
      breakpoint.left(this);
      this.#wanted.changed(breakpoint);
    }
  }
}
