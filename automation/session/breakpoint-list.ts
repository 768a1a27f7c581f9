import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DapClient } from '../dap/dap-client.ts';

export interface WantedBreakpoint {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly condition: string | undefined;
}

/** A breakpoint that was asked for, and what has become of it. */
export interface Breakpoint extends WantedBreakpoint {
  readonly id: number;
  readonly verified: boolean;
  /** The line where it really stands. */
  readonly actualLine: number;
  /** Why it is not bound. */
  readonly message: string | undefined;
  /** It may still bind: its file is not loaded yet. */
  readonly pending: boolean;
}

/** The breakpoints of one session, by their files, kept in step with what the adapter says of them. */
export class BreakpointList {
  readonly #client: DapClient;
  readonly #onChange: (breakpoint: Breakpoint) => void;
  readonly #byFile = new Map<string, Breakpoint[]>();

  /** @param onChange hears of each breakpoint when it is set, and whenever something becomes of it. */
  constructor(client: DapClient, onChange: (breakpoint: Breakpoint) => void) {
    this.#client = client;
    this.#onChange = onChange;
    client.on('breakpoint', ({ breakpoint }) => {
      const updated = this.#update(breakpoint);
      if (updated) this.#onChange(updated);
    });
  }

  get all(): Breakpoint[] {
    return [...this.#byFile.values()].flat().sort((a, b) => a.id - b.id);
  }

  /** Sets all of them, one request a file. One that stands on the same line already is replaced. */
  async add(wanted: readonly WantedBreakpoint[]): Promise<void> {
    const files = new Set(wanted.map(({ file }) => file));
    for (const file of files) {
      const fresh = wanted.filter((breakpoint) => breakpoint.file === file);
      const kept = (this.#byFile.get(file) ?? []).filter(
        (old) => !fresh.some(({ line }) => line === old.line),
      );
      await this.#set(file, [...kept, ...fresh]);
      this.#byFile.get(file)!.slice(kept.length).forEach(this.#onChange);
    }
  }

  /** False when there is none of that number. */
  async remove(id: number): Promise<boolean> {
    const found = this.all.find((breakpoint) => breakpoint.id === id);
    if (!found) return false;
    const list = this.#byFile.get(found.file)!;
    await this.#set(
      found.file,
      list.filter((breakpoint) => breakpoint !== found),
    );
    return true;
  }

  async #set(file: string, wanted: readonly WantedBreakpoint[]): Promise<void> {
    const { breakpoints } = await this.#client.request('setBreakpoints', {
      source: { path: file },
      breakpoints: wanted.map(({ line, condition }) => ({ line, ...(condition && { condition }) })),
    });
    this.#byFile.set(
      file,
      wanted.map((breakpoint, index) => merge(breakpoint, breakpoints[index])),
    );
  }

  #update(state: DebugProtocol.Breakpoint): Breakpoint | undefined {
    for (const list of this.#byFile.values()) {
      const index = list.findIndex(({ id }) => id === state.id);
      if (index < 0) continue;
      const updated = merge(list[index]!, state);
      list[index] = updated;
      return updated;
    }
    return undefined;
  }
}

function merge(wanted: WantedBreakpoint, state: DebugProtocol.Breakpoint | undefined): Breakpoint {
  const { file, line, condition } = wanted;
  return {
    file,
    line,
    condition,
    id: state?.id ?? 0,
    verified: state?.verified ?? false,
    actualLine: state?.line ?? line,
    message: state?.message,
    pending: state?.reason === 'pending',
  };
}
