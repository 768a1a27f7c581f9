import type { DebugProtocol } from '@vscode/debugprotocol';
import { settlesWithin } from '../../../adapter/util/time.ts';
import type { DapClient } from '../../dap/dap-client.ts';
import { byPlace, type Place } from './same-place.ts';
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
  readonly #byAdapterId = new Map<number, Place>();
  /** What was said of breakpoints whose ids are not known yet: their answer is still on its way. */
  readonly #early = new Map<number, State>();
  readonly #unanswered = new Set<Promise<void>>();
  #isOpen = false;

  constructor(client: DapClient, wanted: Wanted) {
    this.#client = client;
    this.#wanted = wanted;
    client.on('breakpoint', ({ breakpoint }) => this.#heard(breakpoint));
    void client.ended.then(() => this.#leave());
  }

  /** It is time to tell the adapter: of all that are wanted, and from now on of every change. */
  async open(): Promise<void> {
    this.#isOpen = true;
    const all = this.#wanted.all();
    const files = new Set(all.map(({ wanted: { file } }) => file));
    await Promise.all([...files].map((file) => this.#send(file)));
  }

  /** Tells the adapter again what is wanted in a file, or of functions when it is undefined. */
  async update(file: string | undefined): Promise<void> {
    if (!this.#isOpen) return;
    // A session that has ended in the meantime needs none.
    const sent = this.#send(file).catch(() => {});
    await settlesWithin(sent, PATIENCE_MS);
  }

  /** Undefined when it is known what is meant by these ids of the adapter; else it will be when this resolves. */
  unknown(adapterIds: readonly number[]): Promise<unknown> | undefined {
    if (this.#unanswered.size === 0 || adapterIds.every((id) => this.#byAdapterId.has(id))) return undefined;
    return Promise.allSettled(this.#unanswered);
  }

  /** The program has stopped at these. Returns the host's ids of them; those in passing are nobody's business. */
  hit(adapterIds: readonly number[]): number[] {
    return adapterIds.flatMap((adapterId) => {
      const breakpoint = this.#byAdapterId.get(adapterId)?.effective;
      if (!breakpoint || breakpoint.owner.passing) return [];
      breakpoint.hit();
      this.#wanted.changed(breakpoint);
      return breakpoint.id;
    });
  }

  #send(file: string | undefined): Promise<void> {
    const sent = file === undefined ? this.#sendFunctions() : this.#sendFile(file);
    this.#unanswered.add(sent);
    const answered = (): void => void this.#unanswered.delete(sent);
    sent.then(answered, answered);
    return sent;
  }

  async #sendFile(file: string): Promise<void> {
    const places = this.#expected(this.#wanted.all().filter((one) => one.wanted.file === file));
    const { breakpoints } = await this.#client.request('setBreakpoints', {
      source: { path: file },
      breakpoints: places.map(({ effective }) => sourceBreakpoint(effective)),
    });
    this.#answered(places, breakpoints);
  }

  async #sendFunctions(): Promise<void> {
    const places = this.#expected(this.#wanted.all().filter((one) => one.wanted.function !== undefined));
    const { breakpoints } = await this.#client.request('setFunctionBreakpoints', {
      breakpoints: places.map(({ effective }) => functionBreakpoint(effective)),
    });
    this.#answered(places, breakpoints);
  }

  #expected(wanted: readonly StoredBreakpoint[]): Place[] {
    for (const breakpoint of wanted) if (!breakpoint.isHeardBy(this)) this.#tell(breakpoint, undefined);
    return byPlace(wanted);
  }

  #answered(places: readonly Place[], states: readonly State[]): void {
    for (const [index, place] of places.entries()) {
      const state = states[index];
      if (!state) continue;
      const { id = -1 } = state;
      this.#byAdapterId.set(id, place);
      this.#tellOf(place, this.#early.get(id) ?? state);
      this.#early.delete(id);
    }
  }

  #heard(state: State): void {
    if (state.id === undefined) return;
    const place = this.#byAdapterId.get(state.id);
    if (place) this.#tellOf(place, state);
    else this.#early.set(state.id, state);
  }

  #tellOf({ effective, others }: Place, state: State): void {
    this.#tell(effective, state);
    const message = `Breakpoint ${effective.id} is at the same place, and stops the program there.`;
    for (const other of others) this.#tell(other, effective.owner.passing ? state : { ...state, message });
  }

  #tell(breakpoint: StoredBreakpoint, state: State | undefined): void {
    breakpoint.heard(this, state);
    this.#wanted.changed(breakpoint);
  }

  #leave(): void {
    this.#isOpen = false;
    for (const breakpoint of this.#wanted.all()) {
      breakpoint.left(this);
      this.#wanted.changed(breakpoint);
    }
  }
}

function sourceBreakpoint({ wanted }: StoredBreakpoint): DebugProtocol.SourceBreakpoint {
  const { line = 1, column, condition, hitCondition, logMessage } = wanted;
  return {
    line,
    ...(column !== undefined && { column }),
    ...(condition !== undefined && { condition }),
    ...(hitCondition !== undefined && { hitCondition }),
    ...(logMessage !== undefined && { logMessage }),
  };
}

function functionBreakpoint({ wanted }: StoredBreakpoint): DebugProtocol.FunctionBreakpoint {
  const { function: name = '', condition, hitCondition } = wanted;
  return {
    name,
    ...(condition !== undefined && { condition }),
    ...(hitCondition !== undefined && { hitCondition }),
  };
}
