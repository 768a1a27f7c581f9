import type { InspectorChannel, Protocol } from './inspector-channel.ts';
import { pathOfUrl, urlOfCommonJs } from './paths.ts';

/** A script that is about to run, or a CommonJS module that is about to be compiled. */
export interface HeldLoad {
  readonly scriptUrl: string;
  readonly mapUrl: string | undefined;
  /** The text of a module that is not compiled yet; undefined for a script that is. Only where it is wanted. */
  readonly text: string | undefined;
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
}

const NOTHING: Wanted = { maps: false, main: undefined, again: [], words: [] };

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
  #started = false;
  #work: Promise<void> = Promise.resolve();
  #scriptHold: string | undefined;
  #compileHold: string | undefined;
  /** A removed hold may still fire once: its pause was under way. */
  #formerHold: string | undefined;

  constructor(channel: InspectorChannel) {
    this.#channel = channel;
  }

  /** Resolves when what is wanted is in force. Calls do not overtake each other. */
  set(change: Partial<Wanted>): Promise<void> {
    const wanted = { ...this.#wanted, ...change };
    if (JSON.stringify(wanted) !== JSON.stringify(this.#wanted)) {
      this.#wanted = wanted;
      if (this.#started) this.#work = this.#work.then(() => this.#replace(wanted));
    }
    return this.#work;
  }

  /** Resolves when what is wanted now is in force: while it is being changed, nothing is held. */
  get settled(): Promise<void> {
    return this.#work;
  }

  /** Puts into force what was wanted while the isolate was still starting. */
  start(): Promise<void> {
    this.#started = true;
    this.#work = this.#work.then(() => this.#replace(this.#wanted));
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
    this.#work = done.catch(() => {});
    return done;
  }

  /** The load that a pause is about, `unknown` when nothing is known of it, undefined when it is about something else. */
  async heldLoad(pause: Protocol.Debugger.PausedEvent): Promise<HeldLoad | 'unknown' | undefined> {
    if (pause.reason === 'instrumentation') {
      const { url, sourceMapURL } = (pause.data ?? {}) as { url?: string; sourceMapURL?: string };
      return url ? { scriptUrl: url, mapUrl: sourceMapURL || undefined, text: undefined } : 'unknown';
    }
    const hit = pause.hitBreakpoints?.some((id) => id === this.#compileHold || id === this.#formerHold);
    return hit ? this.#compiledModule(pause) : undefined;
  }

  async #replace(wanted: Wanted): Promise<void> {
    await this.#remove();
    const { maps, main, again, words } = wanted;
    if (JSON.stringify(wanted) === JSON.stringify(NOTHING)) return;
    // First of all: once V8 holds scripts, it holds this expression too.
    const compile = await this.#channel.post('Runtime.evaluate', {
      expression: "process.getBuiltinModule('module').prototype._compile",
      silent: true,
    });
    const everything = maps && (await this.#keepsSymlinks());
    const onlyMapped = main === undefined && words.length === 0 && !everything;
    if (maps || !onlyMapped) {
      const script = await this.#channel.post('Debugger.setInstrumentationBreakpoint', {
        instrumentation: onlyMapped ? 'beforeScriptWithSourceMapExecution' : 'beforeScriptExecution',
      });
      this.#scriptHold = script.breakpointId;
    }
    const { objectId } = compile.result;
    if (!objectId) return;
    const conditions = [
      ...(everything ? ['true'] : []),
      ...(maps || words.length > 0 ? [`String(arguments[0]).lastIndexOf(${MAP_COMMENT}) >= 0`] : []),
      ...(words.length > 0
        ? [`${JSON.stringify(words)}.some((word) => String(arguments[0]).includes(word))`]
        : []),
      ...(again.length > 0 ? [`${JSON.stringify(again)}.includes(arguments[1])`] : []),
      ...(main === undefined ? [] : [`arguments[1] === ${JSON.stringify(main)}`]),
    ];
    const hold = await this.#channel.post('Debugger.setBreakpointOnFunctionCall', {
      objectId,
      condition: conditions.join(' || '),
    });
    this.#compileHold = hold.breakpointId;
    await this.#channel.post('Runtime.releaseObject', { objectId });
  }

  /** Where Node takes files by the names of their links, only a file that is being loaded tells which one it is. */
  async #keepsSymlinks(): Promise<boolean> {
    const { result } = await this.#channel.post('Runtime.evaluate', {
      expression: "/--preserve-symlinks/.test([...process.execArgv, process.env.NODE_OPTIONS].join(' '))",
      silent: true,
    });
    return result.value === true;
  }

  async #remove(): Promise<void> {
    const ids = [this.#scriptHold, this.#compileHold].filter((id) => id !== undefined);
    this.#formerHold = this.#compileHold ?? this.#formerHold;
    this.#scriptHold = undefined;
    this.#compileHold = undefined;
    await Promise.all(
      ids.map((breakpointId) => this.#channel.post('Debugger.removeBreakpoint', { breakpointId })),
    );
  }

  async #compiledModule(pause: Protocol.Debugger.PausedEvent): Promise<HeldLoad | 'unknown'> {
    const { result } = await this.#channel.post('Debugger.evaluateOnCallFrame', {
      callFrameId: pause.callFrames[0]!.callFrameId,
      expression: `((text, file) => [
        file,
        text.slice(text.lastIndexOf(${MAP_COMMENT}) >>> 0).slice(${MAP_COMMENT}.length),
        file === ${JSON.stringify(this.#wanted.main ?? null)} || ${this.#wanted.words.length > 0} ? text : undefined,
      ])(String(arguments[0]), arguments[1])`,
      returnByValue: true,
      silent: true,
    });
    const [file, rest, text] = (result.value ?? []) as [string?, string?, string?];
    if (!file) return 'unknown';
    const mapUrl = rest ? /^[^\s'"]*/.exec(rest)![0] : undefined;
    return { scriptUrl: pathOfUrl(file) ? urlOfCommonJs(file) : file, mapUrl, text: text ?? undefined };
  }
}

/** Spelled in two halves so that the text of Tandem itself does not seem to name a map. */
const MAP_COMMENT = "('sourceMapping' + 'URL=')";
