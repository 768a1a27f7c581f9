/** What the inserted checks call, inside the program. */
export interface ProgramSide {
  /** Of each check: 0 off, 1 on, 2 on and its hits are counted by the engine, because several threads share it. */
  readonly on: number[];
  /** Not 0 while the engine has to look: the block of checks ends in a `debugger` statement then. */
  due: number;
  /** Begins a check, or goes on with it in another way. Returns how often it was hit so far. */
  turn(slot: number, mode: number): number;
  count(slot: number): number;
  hit(slot: number): void;
  /** @param parts The texts of a log message, and null for each value. @param site See `OutputRecord.site`. */
  prepare(slot: number, parts: readonly (string | null)[], site: string): void;
  log(slot: number, values: unknown[]): void;
  thrown(error: unknown): unknown;
  failed(slot: number, error: unknown): void;
  /** What is due, and takes it away. */
  take(): string;
  /** A value of the nth log message that was due. Throws what its expression threw. */
  value(message: number, index: number): unknown;
}

/** What `Runtime.addBinding` made: one text to the engine, without a pause. */
export type Send = (text: string) => void;

/** Writes a message into the program's output. False where that does not lead to the adapter. */
export type Write = (text: string, site: string) => boolean;

/**
 * Makes a {@link ProgramSide}. Its text is evaluated inside the program, so it stands on its own: it names nothing of
 * this file, and takes what it needs of the language before the program could change it.
 *
 * Values of log messages are described as V8's previews would, as far as that is plain: primitives, functions, arrays and
 * objects of the program's own classes. For all others the program pauses and the engine asks V8.
 */
export function makeProgramSide(send: Send, write: Write, isProxy: (value: unknown) => boolean): ProgramSide {
  const { stringify } = JSON;
  const { is, getPrototypeOf, getOwnPropertyDescriptor, prototype: plain } = Object;
  const { ownKeys, apply } = Reflect;
  const { isArray, prototype: list } = Array;
  const text = String;
  const functionText = Function.prototype.toString;
  const { toStringTag } = Symbol;
  /** Longest strings and lists that V8 shows whole. */
  const MAX_STRING = 100;
  const MAX_ITEMS = 100;
  const MAX_PROPERTIES = 5;
  /** See `preview.ts`. */
  const MAX_TEXT = 10_000;
  /** How many messages may be under way before the program waits for the engine. */
  const MAX_UNREAD = 1000;
  /** One that has so many characters counts for two. */
  const LONG_TEXT = 1000;

  const counts: number[] = [];
  const messages: { readonly parts: readonly (string | null)[]; readonly site: string }[] = [];
  /** Checks whose failure was told: once is enough. */
  const told: boolean[] = [];
  let dueHits: number[] = [];
  let dueLogs: { readonly slot: number; readonly values: readonly unknown[] }[] = [];
  let takenLogs = dueLogs;
  let unread = 0;
  /** What stands for the value of an expression that threw. */
  const boxes = new WeakSet<object>();
  const isThrown = (value: unknown): value is { readonly error: unknown } =>
    typeof value === 'object' && value !== null && boxes.has(value);

  const tell = (kind: string, slot: number, what: string): void => {
    send(`${kind} ${slot} ${what}`);
    unread += 1 + what.length / LONG_TEXT;
    if (unread < MAX_UNREAD) return;
    unread = 0;
    side.due = 1;
  };

  /** Class names of prototypes; undefined for those of which only V8 knows what their objects look like. */
  const names = new WeakMap<object, string | undefined>();
  names.set(plain, 'Object');

  function classOf(prototype: object): string | undefined {
    if (names.has(prototype)) return names.get(prototype);
    const make: unknown = getOwnPropertyDescriptor(prototype, 'constructor')?.value;
    const next = getPrototypeOf(prototype) as object | null;
    let name: string | undefined;
    if (
      typeof make === 'function' &&
      next &&
      !isProxy(make) &&
      !isProxy(next) &&
      classOf(next) !== undefined &&
      !getOwnPropertyDescriptor(prototype, toStringTag)
    ) {
      // Private members are in previews as well, and out of reach here. So is what native classes are made of.
      const source: string = apply(functionText, make, []);
      const own: unknown = getOwnPropertyDescriptor(make, 'name')?.value;
      if (!source.includes('#') && !source.includes('[native code]') && typeof own === 'string' && own)
        name = own;
    }
    names.set(prototype, name);
    return name;
  }

  /** The name of a plain object's class. */
  function labelOf(value: object): string | undefined {
    if (isProxy(value)) return undefined;
    const prototype = getPrototypeOf(value) as object | null;
    return prototype === null || prototype === list ? undefined : classOf(prototype);
  }

  const isPlainArray = (value: object): value is unknown[] =>
    isArray(value) && !isProxy(value) && getPrototypeOf(value) === list;

  /** A number as V8 describes it. */
  const numeral = (value: number): string => (is(value, -0) ? '-0' : text(value));

  /** As a person would write it: see `quote` in `preview.ts`. */
  function quote(value: string): string {
    const escaped = stringify(value).slice(1, -1);
    if (value.includes("'") && !value.includes('"')) return `"${escaped}"`;
    return `'${escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  }

  /** A member of an object that is shown. */
  function member(owner: object, key: string): string | undefined {
    const descriptor = getOwnPropertyDescriptor(owner, key);
    if (!descriptor?.enumerable) return undefined;
    if (!('value' in descriptor)) return '(…)';
    const { value } = descriptor as { value: unknown };
    switch (typeof value) {
      case 'string':
        return value.length > MAX_STRING ? undefined : quote(value);
      case 'number':
        return numeral(value);
      case 'boolean':
      case 'undefined':
        return text(value);
      case 'bigint':
        return value > 1e15 || value < -1e15 ? undefined : `${value}n`;
      case 'function':
        return isProxy(value) ? undefined : 'ƒ';
      case 'object': {
        if (value === null) return 'null';
        if (isPlainArray(value)) return `Array(${value.length})`;
        const label = labelOf(value);
        return label === 'Object' ? '{…}' : label;
      }
      default:
        return undefined;
    }
  }

  function arrayText(value: readonly unknown[]): string | undefined {
    // Holes, and what has been added to an array, are V8's to show.
    if (value.length > MAX_ITEMS || ownKeys(value).length !== value.length + 1) return undefined;
    let items = '';
    for (let index = 0; index < value.length; index += 1) {
      const item = member(value, text(index));
      if (item === undefined) return undefined;
      items += (items && ', ') + item;
    }
    return `(${value.length}) [${items}]`;
  }

  function objectText(value: object): string | undefined {
    if (isPlainArray(value)) return arrayText(value);
    const label = labelOf(value);
    if (label === undefined) return undefined;
    const keys = ownKeys(value);
    let members = '';
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index];
      // Symbols and indices have an order of their own.
      if (typeof key !== 'string' || (key >= '0' && key < ':')) return undefined;
      const shown = member(value, key);
      if (shown === undefined) return undefined;
      if (index < MAX_PROPERTIES) members += `${members && ', '}${key}: ${shown}`;
    }
    if (keys.length > MAX_PROPERTIES) members += ', …';
    return `${label === 'Object' ? '' : `${label} `}{${members}}`;
  }

  /** A value as a log message shows it; undefined for what only V8 can describe. */
  function valueText(value: unknown): string | undefined {
    switch (typeof value) {
      case 'string':
        return value;
      case 'number':
        return numeral(value);
      case 'bigint':
        return `${value}n`;
      case 'function':
        return undefined;
      case 'object': {
        const shown = value === null ? 'null' : objectText(value);
        return shown === undefined || shown.length > MAX_TEXT ? undefined : shown;
      }
      default:
        return text(value);
    }
  }

  const lineOf = (lines: string): string => lines.split('\n', 1)[0]!;

  /** The first line of what was thrown, as V8 describes it. */
  function described(error: unknown): string {
    try {
      return lineOf(text(error instanceof Error ? error.stack : error));
    } catch {
      return 'an error that cannot be shown';
    }
  }

  /** In place of a value: other things than errors are V8's to describe. */
  const failure = (error: unknown): string | undefined =>
    error instanceof Error ? `{${described(error)}}` : undefined;

  const side: ProgramSide = {
    on: [],
    due: 0,
    turn(slot, mode) {
      side.on[slot] = mode;
      counts[slot] ??= 0;
      return counts[slot];
    },
    count(slot) {
      counts[slot]! += 1;
      return counts[slot]!;
    },
    hit(slot) {
      dueHits[dueHits.length] = slot;
      side.due = 1;
    },
    prepare(slot, parts, site) {
      messages[slot] = { parts, site };
    },
    log(slot, values) {
      const { parts, site } = messages[slot]!;
      let all = '';
      let next = 0;
      for (let index = 0; index < parts.length; index += 1) {
        const value = parts[index] === null ? values[next++] : undefined;
        const part = parts[index] ?? (isThrown(value) ? failure(value.error) : valueText(value));
        if (part === undefined || side.on[slot]! > 1) {
          dueLogs[dueLogs.length] = { slot, values };
          side.due = 1;
          return;
        }
        all += part;
      }
      if (!write(all, site)) tell('log', slot, all);
    },
    thrown(error) {
      const box = { error };
      boxes.add(box);
      return box;
    },
    failed(slot, error) {
      if (told[slot]) return;
      told[slot] = true;
      tell('failed', slot, described(error));
    },
    take() {
      const taken = `{"hits":[${dueHits}],"logs":[${dueLogs.map(({ slot }) => slot)}]}`;
      takenLogs = dueLogs;
      dueHits = [];
      dueLogs = [];
      side.due = 0;
      return taken;
    },
    value(message, index) {
      const value = takenLogs[message]!.values[index];
      if (isThrown(value)) throw value.error;
      return value;
    },
  };
  return side;
}
