import { isAbsolute } from 'node:path';
import {
  type Draft,
  draftAt,
  findModuleCompiler,
  findModuleLoader,
  type ModuleLoader,
} from './compiled/module-loader.ts';
import type { InspectorChannel, Protocol } from './inspector-channel.ts';
import { pathOfUrl, urlOfCommonJs, urlOfPath } from './paths.ts';

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
  /** The file of the main module, whether it has a map or not. */
  readonly main: string | undefined;
  /** Files of CommonJS modules in which breakpoints stand by their map: compiled anew, they may have another. */
  readonly again: readonly string[];
  /** Words: whatever has one of them in its text, and whatever has a map. */
  readonly words: readonly string[];
  /** Files of scripts whose text is wanted before V8 compiles them, and of those with a map where these are held. */
  readonly compile: readonly string[];
}

const NOTHING: Wanted = { maps: false, main: undefined, again: [], words: [], compile: [] };

/**
 * Stops an isolate between the loading of a script and its first statement: the only moment at which breakpoints in
 * mapped sources can be placed so that they are hit from the start.
 *
 * V8's instrumentation breakpoint does that for ES modules and `vm` scripts. It passes over CommonJS modules, which
 * Node compiles as functions; those are caught where Node's loader hands the text over, by a breakpoint on the call of
 * `Module.prototype._compile(content, filename)`. Nothing in the program is patched, and nothing is held while nobody
 * waits for it.
 */
export class LoadHolds {
  readonly #channel: InspectorChannel;
  #wanted = NOTHING;
  #loader: ModuleLoader | undefined;
  #moduleCompiler: string | undefined;
  #started = false;
  #work: Promise<void> = Promise.resolve();
  #change: Promise<void> | undefined;
  #scriptHold: string | undefined;
  #compileHold: string | undefined;
  /** A removed hold may still fire once: its pause was under way. */
  #formerHold: string | undefined;
  #moduleHold: string | undefined;
  #formerModuleHold: string | undefined;

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
    if (!this.isAbout(pause)) return undefined;
    const isModule = pause.hitBreakpoints?.some(
      (id) => id === this.#moduleHold || id === this.#formerModuleHold,
    );
    return isModule ? this.#draftOfModule(pause) : this.#compiledModule(pause);
  }

  /** Whether a pause is a held load. */
  isAbout({ reason, hitBreakpoints = [] }: Protocol.Debugger.PausedEvent): boolean {
    const holds = [this.#compileHold, this.#formerHold, this.#moduleHold, this.#formerModuleHold];
    return reason === 'instrumentation' || hitBreakpoints.some((id) => holds.includes(id));
  }

  async #replace(wanted: Wanted): Promise<void> {
    const { maps, main, again, words, compile } = wanted;
    if (JSON.stringify(wanted) === JSON.stringify(NOTHING)) return this.#remove();
    if (!this.#loader || (compile.length > 0 && !this.#moduleCompiler)) {
      // First of all: once V8 holds scripts, it holds the expressions that find these too.
      await this.#remove();
      this.#loader ??= await findModuleLoader(this.#channel);
      if (compile.length > 0) this.#moduleCompiler ??= await findModuleCompiler(this.#channel);
    }
    const everything = maps && this.#loader.keepsSymlinks;
    const onlyMapped = main === undefined && words.length === 0 && !everything;
    const hasMap = (index: number) => `String(arguments[${index}]).lastIndexOf(${MAP_COMMENT}) >= 0`;
    const { far } = this.#channel.names;
    const urls = compile.filter((file) => isAbsolute(file)).map((file) => far(urlOfPath(file)));
    // In one go, so that no load slips through between the former and the new.
    const removed = this.#remove();
    const instrumentation = onlyMapped ? 'beforeScriptWithSourceMapExecution' : 'beforeScriptExecution';
    await Promise.all([
      removed,
      (maps || !onlyMapped) &&
        this.#channel
          .post('Debugger.setInstrumentationBreakpoint', { instrumentation })
          .then(({ breakpointId }) => {
            this.#scriptHold = breakpointId;
          }),
      // Each is known as soon as it is answered: its first pause may come before the answer to the other.
      this.#holdCalls(this.#loader.compile, [
        everything && 'true',
        (maps || words.length > 0) && hasMap(0),
        words.length > 0 && `${JSON.stringify(words)}.some((word) => String(arguments[0]).includes(word))`,
        again.length + compile.length > 0 &&
          `${JSON.stringify([...again, ...compile].map(far))}.includes(arguments[1])`,
        main !== undefined && `arguments[1] === ${JSON.stringify(far(main))}`,
      ]).then((id) => {
        this.#compileHold = id;
      }),
      this.#holdCalls(compile.length > 0 ? this.#moduleCompiler : undefined, [
        `${JSON.stringify(urls)}.includes(String(arguments[0]).replace(/[?#].*/, ''))`,
        maps && hasMap(1),
      ]).then((id) => {
        this.#moduleHold = id;
      }),
    ]);
  }

  async #holdCalls(
    objectId: string | undefined,
    conditions: readonly (string | false)[],
  ): Promise<string | undefined> {
    if (!objectId) return undefined;
    const condition = conditions.filter(Boolean).join(' || ');
    const { breakpointId } = await this.#channel.post('Debugger.setBreakpointOnFunctionCall', {
      objectId,
      condition,
    });
    return breakpointId;
  }

  async #remove(): Promise<void> {
    const ids = [this.#scriptHold, this.#compileHold, this.#moduleHold].filter((id) => id !== undefined);
    this.#formerHold = this.#compileHold ?? this.#formerHold;
    this.#formerModuleHold = this.#moduleHold ?? this.#formerModuleHold;
    this.#scriptHold = undefined;
    this.#compileHold = undefined;
    this.#moduleHold = undefined;
    await Promise.all(
      ids.map((breakpointId) => this.#channel.post('Debugger.removeBreakpoint', { breakpointId })),
    );
  }

  async #compiledModule(pause: Protocol.Debugger.PausedEvent): Promise<HeldLoad | 'unknown'> {
    const { main, words, compile } = this.#wanted;
    const { near, far } = this.#channel.names;
    const { result } = await this.#channel.post('Debugger.evaluateOnCallFrame', {
      callFrameId: pause.callFrames[0]!.callFrameId,
      expression: `((text, file) => [
        file,
        text.slice(text.lastIndexOf(${MAP_COMMENT}) >>> 0).slice(${MAP_COMMENT}.length),
        file === ${JSON.stringify(main === undefined ? null : far(main))} || ${words.length + compile.length > 0} ? text : undefined,
      ])(String(arguments[0]), arguments[1])`,
      returnByValue: true,
      silent: true,
    });
    const [name, rest, text] = (result.value ?? []) as [string?, string?, string?];
    if (!name) return 'unknown';
    const file = near(name);
    const mapUrl = rest ? near(/^[^\s'"]*/.exec(rest)![0]) : undefined;
    const draft =
      compile.length > 0 && text !== undefined ? draftAt(this.#channel, pause, 'commonjs', text) : undefined;
    return {
      scriptUrl: pathOfUrl(file) ? urlOfCommonJs(file) : file,
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
const MAP_COMMENT = "('sourceMapping' + 'URL=')";
