import { isAbsolute } from 'node:path';
import {
  type Draft,
  draftAt,
  findModuleCompiler,
  findModuleLoader,
  type ModuleLoader,
} from './compiled/module-loader.ts';
import type { InspectorChannel, Protocol } from './inspector-channel.ts';
import { MAP_COMMENT, mayMention } from './map-mentions.ts';
import { urlOfCommonJs, urlOfPath } from './paths.ts';

/** A script that is about to run, or a CommonJS module that is about to be compiled. */
export interface HeldLoad {
  readonly scriptUrl: string;
  readonly mapUrl: string | undefined;
  /** The text of a module that is not compiled yet; undefined for a script that is. Only where it is wanted. */
  readonly text: string | undefined;
  /** For what is not compiled yet, where that was asked for. */
  readonly draft: Draft | undefined;
}

/** Which loads to hold. */
export interface Wanted {
  /** Those with a source map. */
  readonly maps: boolean;
  /** Where given: a map that has none of these names in its text does not matter. */
  readonly sources: readonly string[] | undefined;
  /** The file of the main module, whether it has a map or not. */
  readonly main: string | undefined;
  /** Files of CommonJS modules in which breakpoints stand by their map: compiled anew, they may have another. */
  readonly again: readonly string[];
  /** Words: whatever has one of them in its text, and whatever has a map. */
  readonly words: readonly string[];
  /** Files of scripts whose text is wanted before V8 compiles them, and of those with a map where these are held. */
  readonly compile: readonly string[];
}

const NOTHING: Wanted = {
  maps: false,
  sources: undefined,
  main: undefined,
  again: [],
  words: [],
  compile: [],
};

/** V8's own way to hold scripts. */
type Instrumentation = Protocol.Debugger.SetInstrumentationBreakpointRequest['instrumentation'];

/** The functions of Node's that are held where they are called with the text of a load. */
type Call = 'commonjs' | 'module' | 'function';

/** A breakpoint on the call of one of them. */
interface CallHold {
  readonly id: string;
  readonly condition: string;
}

/**
 * Stops an isolate between the loading of a script and its first statement: the only moment at which breakpoints in
 * mapped sources can be placed so that they are hit from the start.
 *
 * V8's instrumentation breakpoint does that for ES modules and `vm` scripts. It passes over what is compiled as a
 * function: CommonJS modules, which are caught where Node's loader hands the text over, by a breakpoint on the call of
 * `Module.prototype._compile(content, filename)`; and what a program compiles so itself, caught at the call of
 * `vm.compileFunction`. Nothing in the program is patched, and nothing is held while nobody waits for it.
 */
export class LoadHolds {
  readonly #channel: InspectorChannel;
  #wanted = NOTHING;
  #loader: ModuleLoader | undefined;
  #moduleCompiler: string | undefined;
  #started = false;
  /** How many expressions are about to begin. */
  #passing = 0;
  #work: Promise<void> = Promise.resolve();
  #change: Promise<void> | undefined;
  readonly #scriptHolds = new Map<Instrumentation, string>();
  readonly #callHolds = new Map<Call, CallHold>();
  /** V8's ids of the holds so far, removed or not: a pause may have been under way. */
  readonly #calls = new Map<string, Call>();

  constructor(channel: InspectorChannel) {
    this.#channel = channel;
  }

  /** Resolves when what is wanted is in force. Calls do not overtake each other. */
  set(change: Partial<Wanted>): Promise<void> {
    const wanted = { ...this.#wanted, ...change };
    if (JSON.stringify(wanted) !== JSON.stringify(this.#wanted)) {
      this.#wanted = wanted;
      if (this.#started) this.#begin(this.#work.then(() => this.#replace(wanted)));
    }
    return this.#work;
  }

  /**
   * Undefined when what is wanted now is in force; else resolves when it is, and never rejects: while it is being
   * changed, nothing is held.
   */
  get change(): Promise<void> | undefined {
    return this.#change;
  }

  #begin(work: Promise<void>): void {
    this.#work = work;
    const change = work.then(
      () => {},
      () => {},
    );
    this.#change = change;
    void change.then(() => {
      if (this.#change === change) this.#change = undefined;
    });
  }

  /** Puts into force what was wanted while the isolate was still starting. */
  start(): Promise<void> {
    this.#started = true;
    this.#begin(this.#work.then(() => this.#replace(this.#wanted)));
    return this.#work;
  }

  /**
   * Evaluates something while nothing is held. V8 would hold the expression as well, and Node loses whatever is said to
   * a thread between the beginning of an evaluation and a pause in it: both sides would wait for ever.
   */
  aside(work: () => Promise<unknown>): Promise<void> {
    const done = this.#work.then(async () => {
      await this.#remove();
      try {
        await work();
      } finally {
        if (this.#started) await this.#replace(this.#wanted);
      }
    });
    this.#begin(done.catch(() => {}));
    return done;
  }

  /**
   * Lets expressions begin that may run into a pause: V8 would hold those as well, where it may abort over it (see
   * `Landings`). With them go scripts without a source map, until the function that it resolves to is called.
   */
  async passExpressions(): Promise<() => void> {
    // A program that is about to begin is not busy, and is not to begin unseen.
    if (this.#wanted.main !== undefined) return () => {};
    this.#passing++;
    // Only what V8 has confirmed can be removed.
    await this.#work.catch(() => {});
    this.#holdScripts('beforeScriptExecution', false).catch(() => {
      // The isolate is gone.
    });
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#passing--;
      if (this.#started) this.#begin(this.#work.then(() => this.#replace(this.#wanted)));
    };
  }

  /** The load that a pause is about, `unknown` when nothing is known of it, undefined when it is about something else. */
  async heldLoad(pause: Protocol.Debugger.PausedEvent): Promise<HeldLoad | 'unknown' | undefined> {
    if (pause.reason === 'instrumentation') {
      const { url, sourceMapURL } = (pause.data ?? {}) as { url?: string; sourceMapURL?: string };
      if (!url) return 'unknown';
      const scriptUrl = this.#channel.names.near(url);
      return {
        scriptUrl,
        mapUrl: sourceMapURL ? this.#channel.names.near(sourceMapURL) : undefined,
        text: undefined,
        draft: undefined,
      };
    }
    switch (this.#callOf(pause)) {
      case 'commonjs':
        return this.#compiledBody(pause, COMMONJS_FILE, true);
      case 'module':
        return this.#draftOfModule(pause);
      case 'function':
        // It may be for another context, which has not what a check needs.
        return this.#compiledBody(pause, FUNCTION_FILE, false);
      default:
        return undefined;
    }
  }

  /** Whether a pause is a held load. */
  isAbout(pause: Protocol.Debugger.PausedEvent): boolean {
    return pause.reason === 'instrumentation' || this.#callOf(pause) !== undefined;
  }

  #callOf({ hitBreakpoints = [] }: Protocol.Debugger.PausedEvent): Call | undefined {
    return hitBreakpoints.map((id) => this.#calls.get(id)).find((call) => call !== undefined);
  }

  async #replace(wanted: Wanted): Promise<void> {
    const { maps, sources, main, again, words, compile } = wanted;
    if (JSON.stringify(wanted) === JSON.stringify(NOTHING)) return this.#remove();
    if (!this.#loader || (compile.length > 0 && !this.#moduleCompiler)) {
      // First of all: once V8 holds scripts, it holds the expressions that find these too.
      await this.#remove();
      this.#loader ??= await findModuleLoader(this.#channel);
      if (compile.length > 0) this.#moduleCompiler ??= await findModuleCompiler(this.#channel);
    }
    const everything = maps && this.#loader.keepsSymlinks;
    const all = main !== undefined || words.length > 0 || everything;
    const hasMap = (index: number) => `String(arguments[${index}]).lastIndexOf(${MAP_COMMENT}) >= 0`;
    const hasWantedMap = (file: string) => {
      if (words.length > 0 || (maps && !sources)) return hasMap(0);
      return maps && mayMention(sources!, 'arguments[0]', file);
    };
    const hasWord =
      words.length > 0 && `${JSON.stringify(words)}.some((word) => String(arguments[0]).includes(word))`;
    const { far } = this.#channel.names;
    const urls = compile.filter((file) => isAbsolute(file)).map((file) => far(urlOfPath(file)));
    // Only what changes is touched. V8 decides when it parses a script whether that is held, and a hold that is removed
    // does not stop those that have not run yet.
    await Promise.all([
      this.#holdScripts('beforeScriptWithSourceMapExecution', maps),
      this.#holdScripts('beforeScriptExecution', all && this.#passing === 0),
      this.#holdCalls('commonjs', this.#loader.compile, [
        everything && 'true',
        hasWantedMap(COMMONJS_FILE),
        hasWord,
        again.length + compile.length > 0 && isOneOf([...again, ...compile].map(far), COMMONJS_FILE),
        main !== undefined && isOneOf([far(main)], COMMONJS_FILE),
      ]),
      this.#holdCalls('function', this.#loader.compileFunction, [
        everything && 'true',
        hasWantedMap(FUNCTION_FILE),
        hasWord,
        again.length > 0 && isOneOf(again.map(far), FUNCTION_FILE),
      ]),
      this.#holdCalls('module', this.#moduleCompiler, [
        urls.length > 0 && isOneOf(urls, "String(arguments[0]).replace(/[?#].*/, '')"),
        compile.length > 0 && maps && hasMap(1),
      ]),
    ]);
  }

  async #holdScripts(instrumentation: Instrumentation, wanted: boolean): Promise<void> {
    const breakpointId = this.#scriptHolds.get(instrumentation);
    if (wanted === (breakpointId !== undefined)) return;
    if (breakpointId === undefined) {
      const hold = await this.#channel.post('Debugger.setInstrumentationBreakpoint', { instrumentation });
      this.#scriptHolds.set(instrumentation, hold.breakpointId);
    } else {
      this.#scriptHolds.delete(instrumentation);
      await this.#channel.post('Debugger.removeBreakpoint', { breakpointId });
    }
  }

  async #holdCalls(
    call: Call,
    objectId: string | undefined,
    conditions: readonly (string | false)[],
  ): Promise<void> {
    const condition = conditions.filter(Boolean).join(' || ');
    const former = this.#callHolds.get(call);
    if (condition === (former?.condition ?? '')) return;
    this.#callHolds.delete(call);
    // In one go, so that no load slips through between the former and the new.
    await Promise.all([
      former && this.#channel.post('Debugger.removeBreakpoint', { breakpointId: former.id }),
      objectId &&
        condition &&
        this.#channel
          .post('Debugger.setBreakpointOnFunctionCall', { objectId, condition })
          .then(({ breakpointId: id }) => {
            // Known as soon as it is answered: its first pause may come before the answer to another.
            this.#calls.set(id, call);
            this.#callHolds.set(call, { id, condition });
          }),
    ]);
  }

  async #remove(): Promise<void> {
    await Promise.all([
      ...[...this.#scriptHolds.keys()].map((instrumentation) => this.#holdScripts(instrumentation, false)),
      ...[...this.#callHolds.keys()].map((call) => this.#holdCalls(call, undefined, [])),
    ]);
  }

  /** What is about to be compiled as the body of a function. `named` is where it says what file it is from. */
  async #compiledBody(
    pause: Protocol.Debugger.PausedEvent,
    named: string,
    mayBeReplaced: boolean,
  ): Promise<HeldLoad | 'unknown'> {
    const { main, words, compile } = this.#wanted;
    const { near, far } = this.#channel.names;
    const { result } = await this.#channel.post('Debugger.evaluateOnCallFrame', {
      callFrameId: pause.callFrames[0]!.callFrameId,
      expression: `((text, file) => [
        file,
        text.slice(text.lastIndexOf(${MAP_COMMENT}) >>> 0).slice(${MAP_COMMENT}.length),
        file === ${JSON.stringify(main === undefined ? null : far(main))} || ${words.length + compile.length > 0} ? text : undefined,
      ])(String(arguments[0]), ${named})`,
      returnByValue: true,
      silent: true,
    });
    const [name, rest, text] = (result.value ?? []) as [string?, string?, string?];
    if (!name) return 'unknown';
    const file = near(name);
    const mapUrl = rest ? near(/^[^\s'"]*/.exec(rest)![0]) : undefined;
    const draft =
      mayBeReplaced && compile.length > 0 && text !== undefined
        ? draftAt(this.#channel, pause, 'commonjs', text)
        : undefined;
    return {
      scriptUrl: isAbsolute(file) ? urlOfCommonJs(file) : file,
      mapUrl,
      text: file === main || words.length > 0 ? text : undefined,
      draft,
    };
  }

  async #draftOfModule(pause: Protocol.Debugger.PausedEvent): Promise<HeldLoad | 'unknown'> {
    const { result } = await this.#channel.post('Debugger.evaluateOnCallFrame', {
      callFrameId: pause.callFrames[0]!.callFrameId,
      expression: '[String(arguments[0]), String(arguments[1])]',
      returnByValue: true,
      silent: true,
    });
    const [scriptUrl, text] = (result.value ?? []) as [string?, string?];
    if (!scriptUrl || text === undefined) return 'unknown';
    const mapUrl = [...text.matchAll(MAP_URL)].at(-1)?.[1];
    return {
      scriptUrl: this.#channel.names.near(scriptUrl),
      mapUrl,
      text: undefined,
      draft: draftAt(this.#channel, pause, 'module', text),
    };
  }
}

/** Spelled in two halves so that the text of Tandem itself does not seem to name a map. */
const MAP_URL = /\/\/[#@] ?sourceMappin[g]URL=([^\s'"]+)/g;

/** Where the calls have the name of a file. */
const COMMONJS_FILE = 'arguments[1]';
const FUNCTION_FILE = 'arguments[2]?.filename';

const isOneOf = (values: readonly string[], expression: string): string =>
  `${JSON.stringify(values)}.includes(${expression})`;
