import { OUTPUT_HOOK, OUTPUT_HOOK_SYMBOL, type RecordKind } from '../../../protocol/output-record.ts';
import { callSite } from './call-site.ts';
import { hasObjects, KeptValues } from './kept-values.ts';
import type { RecordSink } from './record-sink.ts';

type Callable = (...args: unknown[]) => unknown;
type Members = Record<PropertyKey, unknown>;

/** What Node's console is made of inside, under symbols; the names are the same in all Nodes since 12. */
interface Inner {
  readonly write: symbol;
  readonly formatters: readonly symbol[];
  /** The spaces of the groups that are open. */
  readonly indent: symbol;
}

const KINDS: Readonly<Record<string, RecordKind>> = { group: 'group', groupCollapsed: 'groupCollapsed' };

const METHODS = [
  ...['log', 'info', 'debug', 'warn', 'error', 'dir', 'dirxml', 'table', 'trace', 'assert', 'count'],
  ...['countReset', 'group', 'groupCollapsed', 'groupEnd', 'time', 'timeLog', 'timeEnd', 'clear'],
];
/** Methods that print through another one. */
const INNER_METHODS = ['log', 'warn', 'error'];

/** Methods that show one value, and format it where nobody can see it. */
const SHOWN: Readonly<Record<string, (args: unknown[]) => unknown[]>> = {
  dir: ([value]) => [value],
  table: ([value]) => [value],
};

/**
 * Tells the sink of each call of the global console: what kind it is, who made it, and the number of its arguments, which
 * are kept. Nothing changes for the program: it finds Node's own functions where they were, each bound, instead of to
 * the console, to a view of it that knows the function's name and looks on where they write. So no function of ours
 * stands between the caller and them, loggers, replaced functions and other consoles work as ever, and nothing is
 * formatted twice. V8's console, which would keep a copy of each message for its inspector, is not told any more; that
 * alone is worth what the records cost.
 *
 * Returns false where this Node's console is made otherwise: its output is plain text then.
 */
export function recordConsole(sink: RecordSink): boolean {
  const inner = findInner();
  const methods = (console as Console & { Console?: { prototype: Members } }).Console?.prototype;
  if (!inner || !methods) return false;
  const recorder = new Recorder(inner, methods, sink);
  for (const name of METHODS) recorder.install(name);
  recorder.answerEngine();
  return true;
}

/** `console.trace` formats twice: its arguments, and then the whole as one text. */
const isTrace = ([text, ...others]: readonly unknown[]): boolean =>
  others.length === 0 && typeof text === 'string' && text.startsWith('Trace');

function findInner(): Inner | undefined {
  const symbols = Object.getOwnPropertySymbols(console);
  const named = (...names: string[]) => symbols.find(({ description }) => names.includes(description ?? ''));
  const write = named(OUTPUT_HOOK_SYMBOL);
  const formatters = [named('kFormatForStdout'), named('kFormatForStderr')];
  const indent = named('kGroupIndentationString', 'kGroupIndent');
  if (!write || !indent || formatters.includes(undefined)) return undefined;
  return { write, formatters: formatters as symbol[], indent };
}

class Recorder {
  readonly #console = console as unknown as Members;
  readonly #kept = new KeptValues();
  readonly #installed = new Map<string, unknown>();
  readonly #inner: Inner;
  readonly #methods: Members;
  readonly #sink: RecordSink;
  readonly #write: Callable;

  constructor(inner: Inner, methods: Members, sink: RecordSink) {
    this.#inner = inner;
    this.#methods = methods;
    this.#sink = sink;
    this.#write = this.#console[inner.write] as Callable;
  }

  install(name: string): void {
    const native = this.#methods[name];
    const present = Object.getOwnPropertyDescriptor(console, name);
    if (typeof native !== 'function' || !present?.writable) return;
    const method = this.#method(name, native as Callable);
    // It looks like the one that was there.
    for (const trait of ['name', 'length']) {
      Object.defineProperty(method, trait, Object.getOwnPropertyDescriptor(present.value, trait)!);
    }
    this.#installed.set(name, method);
    Object.defineProperty(console, name, { ...present, value: method });
  }

  /** What the engine asks in this thread: see `OUTPUT_HOOK`. */
  answerEngine(): void {
    const answers: Record<string, Callable> = {
      values: (entry) => this.#kept.get(entry as number),
      log: (text, site) => {
        const record = { kind: 'logPoint', entry: 0, indent: 0, site: String(site) } as const;
        if (this.#sink.isOurs) this.#sink.send(0, record, String(text));
        return this.#sink.isOurs;
      },
    };
    const write = this.#write;
    const answering = (first: unknown, ...rest: unknown[]): unknown => {
      if (first !== OUTPUT_HOOK) return write(first, ...rest);
      const [question, ...args] = rest;
      return answers[String(question)]?.(...args);
    };
    // The engine must not take Node's own function for it, where there is no launcher.
    Object.defineProperty(answering, 'name', { value: OUTPUT_HOOK });
    this.#console[this.#inner.write] = answering;
  }

  #method(name: string, native: Callable): Callable {
    if (name === 'clear') return this.#clearing(native);
    const select = SHOWN[name];
    if (!select) return native.bind(this.#view(name, native, {})) as Callable;
    const shown: { values?: readonly unknown[] } = {};
    const showing = (...args: unknown[]): unknown => {
      shown.values = select(args);
      try {
        return bound(...args);
      } finally {
        delete shown.values;
      }
    };
    const bound = native.bind(this.#view(name, showing, shown)) as Callable;
    return showing.bind(undefined);
  }

  /** Node clears a terminal only; a debug console can be cleared as well. */
  #clearing(native: Callable): Callable {
    return (() => {
      const result = native.call(console);
      this.#note('clear');
      return result;
    }).bind(undefined);
  }

  /**
   * The console as one of its methods sees it.
   * @param entrance the function that the program calls
   * @param shown what is shown at the moment, where it is not what is formatted
   */
  #view(name: string, entrance: Callable, shown: { readonly values?: readonly unknown[] }): Members {
    const { write, formatters, indent } = this.#inner;
    const view = Object.create(console) as Members;
    let args: readonly unknown[] | undefined;
    let grouped = false;

    for (const formatter of formatters) {
      const format = this.#console[formatter] as Callable;
      this.#define(view, formatter, (values: unknown[]) => {
        // Node puts its own options before them.
        const given = hasObjects(values) ? values.slice() : undefined;
        const keep = !(args && isTrace(values));
        const text = format(values);
        // Not before: what is formatted may call the console, too.
        if (keep) args = given;
        return text;
      });
    }
    this.#define(view, write, (...call: unknown[]) => {
      const values = shown.values ?? args;
      args = undefined;
      grouped ||= name in KINDS;
      const record = {
        kind: KINDS[name] ?? 'log',
        entry: this.#kept.keep(values),
        indent: this.#indent.length,
        site: callSite(entrance),
      } as const;
      return this.#sink.during(record, () => this.#write(...call));
    });
    Object.defineProperty(view, indent, {
      get: () => this.#indent,
      set: (spaces: string) => {
        const before = this.#indent.length;
        this.#console[indent] = spaces;
        if (spaces.length < before) this.#note('groupEnd');
        // A group without a label writes nothing.
        else if (!grouped && name in KINDS) this.#note(KINDS[name]!);
        grouped = false;
      },
    });
    for (const method of INNER_METHODS) {
      const own = (this.#methods[method] as Callable).bind(view);
      Object.defineProperty(view, method, {
        get: () =>
          console[method as 'log'] === this.#installed.get(method) ? own : console[method as 'log'],
      });
    }
    return view;
  }

  get #indent(): string {
    return this.#console[this.#inner.indent] as string;
  }

  #note(kind: RecordKind): void {
    if (this.#sink.isOurs) this.#sink.send(0, { kind, entry: 0, indent: 0, site: '' }, '');
  }

  #define(view: object, key: PropertyKey, value: unknown): void {
    Object.defineProperty(view, key, { value, configurable: true, writable: true });
  }
}
