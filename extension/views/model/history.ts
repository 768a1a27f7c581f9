import { type Configuration, type Kept, withoutSecrets } from './kept-configuration.ts';
import type { End } from './live-session.ts';
import type { Mode } from './mode.ts';

/** Something that ran in this workspace. Times are in milliseconds, points in time since 1970. */
export interface Entry extends Kept {
  readonly id: string;
  readonly name: string;
  /** URI of the workspace folder that it was started in. */
  readonly folder: string | undefined;
  readonly noDebug: boolean;
  readonly mode: Mode;
  readonly startedAt: number;
  /** Who has started it, where that was not the user. */
  readonly by: string | undefined;
  readonly lasted: number;
  readonly end: End;
  readonly exitCode: number | undefined;
  readonly failure: string | undefined;
}

export interface Ran extends Omit<Entry, 'id' | 'configuration' | 'withheld'> {
  /** As it was written, secrets and all. */
  readonly configuration: Configuration;
}

/** Where it is kept: a `vscode.Memento`. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'tandem.history';
const MAX_ENTRIES = 50;

/** What ran in this workspace, the newest first. The disk never sees a secret; this window remembers them. */
export class History {
  readonly #memory: Memory;
  readonly #changed: () => void;
  /** By the id of their entry. */
  readonly #complete = new Map<string, Configuration>();
  #entries: readonly Entry[];

  constructor(memory: Memory, changed: () => void) {
    this.#memory = memory;
    this.#changed = changed;
    const kept = memory.get(KEY);
    this.#entries = Array.isArray(kept) ? kept.filter(isEntry) : [];
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  add(ran: Ran): void {
    const id = `${ran.startedAt}-${Math.random().toString(36).slice(2, 8)}`;
    this.#complete.set(id, ran.configuration);
    this.#write([{ ...ran, id, ...withoutSecrets(ran.configuration) }, ...this.#entries]);
  }

  /** As it was written, where this window has seen it. */
  complete({ id }: Entry): Configuration | undefined {
    return this.#complete.get(id);
  }

  remove({ id }: Entry): void {
    this.#write(this.#entries.filter((entry) => entry.id !== id));
  }

  clear(): void {
    this.#write([]);
  }

  #write(entries: readonly Entry[]): void {
    this.#entries = entries.slice(0, MAX_ENTRIES);
    const ids = new Set(this.#entries.map(({ id }) => id));
    for (const id of this.#complete.keys()) if (!ids.has(id)) this.#complete.delete(id);
    void this.#memory.update(KEY, this.#entries.length > 0 ? this.#entries : undefined);
    this.#changed();
  }
}

/** Another version may have kept something else. */
const isEntry = (value: unknown): value is Entry => {
  const { id, name, configuration, withheld, startedAt, end } = (value ?? {}) as Partial<Entry>;
  return (
    typeof id === 'string' &&
    typeof name === 'string' &&
    typeof configuration === 'object' &&
    Array.isArray(withheld) &&
    typeof startedAt === 'number' &&
    typeof end === 'string'
  );
};
