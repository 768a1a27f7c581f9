import { setTimeout } from 'node:timers/promises';
import { position } from './positions.ts';
import { lineUpTo } from './script-text.ts';
import { OWN_URL } from './scripts.ts';
import type { Thread } from './thread.ts';

/** What stands before the parameters of a function at most, in characters, its name apart: `async function* `. */
const HEADER = 20;

/** URL of the script that says that an expression has not begun: with the number of the attempt, and where that was. */
const NOT_HERE = `${OWN_URL}not-here:`;

/** Where a thread was interrupted: `scriptHash:line:column:functionColumn`, from 1, the function being the one it is in. */
type Place = string;

/**
 * Ends the expression where the call that was interrupted may have been entered only just now: V8 says then that it is at
 * its parameters. What it throws comes out when the program lets a promise go on, which may be never; a script is heard of
 * at once. Declares nothing, and leaves what the program has made of `Error` as it was.
 */
const guard = (attempt: number, safe: readonly Place[]): string =>
  `(() => {
    const { stackTraceLimit } = Error;
    const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    let place;
    try {
      Error.stackTraceLimit = 3;
      Error.prepareStackTrace = (_, calls) => calls;
      const [, , call] = new Error().stack;
      const start = call.getEnclosingColumnNumber();
      const across = call.getColumnNumber() - start;
      const limit = ${HEADER} + String(call.getFunctionName() ?? '').length;
      if (call.getLineNumber() === call.getEnclosingLineNumber() && across >= 0 && across <= limit)
        place = [call.getScriptHash(), call.getLineNumber(), call.getColumnNumber(), start].join(':');
      if (${JSON.stringify(safe)}.includes(place)) place = undefined;
      if (place) Function('//# sourceURL=${NOT_HERE}${attempt}:' + place);
    } catch {
      place = undefined;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
      if (prepare) Object.defineProperty(Error, 'prepareStackTrace', prepare);
      else delete Error.prepareStackTrace;
    }
    if (place) throw place;
  })();`.replace(/\n */g, ' ');

const PAUSE = 'debugger;';
/** It has to stay the first. */
const DIRECTIVE = /^\s*(['"])use strict\1\s*;/;

/** An expression that begins only where a pause in it is safe. */
export interface Guarded {
  readonly expression: string;
  /** Where it pauses before anything of it runs, in its first line, from 0. */
  readonly pauseColumn: number;
}

function guarded(text: string, guard: string, pauses: boolean): Guarded {
  const [directive = ''] = DIRECTIVE.exec(text) ?? [];
  const before = `${directive.trim()}${guard}`;
  return {
    expression: `${before}${pauses ? PAUSE : ''}${text.slice(directive.length)}`,
    pauseColumn: before.length,
  };
}

/** So often one after the other, then with a rest in between, in milliseconds. */
const EAGER = 50;
const REST = 2;

interface Landing<T> {
  readonly text: string;
  /** Whether it is to pause before anything of it runs: see `Evaluations`. */
  readonly pauses?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Posts it silently. `orMissed` is the answer, or comes before it. */
  readonly evaluate: (
    it: Guarded,
    orMissed: <A>(answer: Promise<A>) => Promise<A | Missed>,
  ) => Promise<T | Missed>;
}

/** An expression has not begun. */
class Missed {
  readonly place: Place;

  constructor(place: Place) {
    this.place = place;
  }
}

/**
 * Expressions that a running thread evaluates where a pause in them is safe.
 *
 * V8 lets itself be interrupted at the ends of loops and at the beginnings of functions, and there Node hands it what the
 * debugger has to say. A function that was only just entered has not made the context of its variables yet; a pause
 * above it, at a breakpoint or a `debugger` statement, looks for that context, and V8 aborts the whole process ("Check
 * failed: needs_context …", seen in Node 20 to 26). V8 spares its own pauses that, but cannot foresee what an expression
 * comes to.
 */
export class Landings {
  readonly #thread: Thread;
  readonly #missed = new Map<number, (missed: Missed) => void>();
  #attempts = 0;

  constructor(thread: Thread) {
    this.#thread = thread;
  }

  /** Whether a script only says that an expression has not begun. */
  hears(url: string): boolean {
    if (!url.startsWith(NOT_HERE)) return false;
    const [attempt = '', ...place] = url.slice(NOT_HERE.length).split(':');
    const missed = this.#missed.get(Number(attempt));
    // Now, and not later: once it is answered, the gate may be closed for another.
    if (missed) this.#thread.channel.gate.open();
    missed?.(new Missed(place.join(':')));
    return true;
  }

  /** Tries until the expression has begun, and resolves to its answer. */
  async evaluate<T>({ text, pauses = false, signal, evaluate }: Landing<T>): Promise<T> {
    const safe: Place[] = [];
    for (let tries = 1; ; tries++) {
      const attempt = ++this.#attempts;
      const missed = new Promise<Missed>((resolve) => this.#missed.set(attempt, resolve));
      const it = guarded(text, guard(attempt, safe), pauses);
      const outcome = await evaluate(it, (answer) => Promise.race([missed, answer])).finally(() =>
        this.#missed.delete(attempt),
      );
      if (!(outcome instanceof Missed)) return outcome;
      if (!(await isEntry(this.#thread, outcome.place))) safe.push(outcome.place);
      if (tries % EAGER === 0) await setTimeout(REST, undefined, { ref: false });
      signal?.throwIfAborted();
    }
  }
}

/** What may stand between the beginning of a function and its parameters. */
const FUNCTION = /^(?:async\s+)?function\b[\s*\p{ID_Continue}$]*$/u;
const LOOP = /^(?:while|for|do)\b/;

/** V8 tells no hash of what was typed. Of those scripts so many, the latest, may be meant. */
const NAMELESS = 50;

/** Whether it is the entry of a function, and not a loop or a call in a short one. */
async function isEntry(thread: Thread, place: Place): Promise<boolean> {
  const [hash, ...numbers] = place.split(':');
  const [line = 0, column = 0, functionColumn = 0] = numbers.map(Number);
  const scripts = [...thread.scripts.all()];
  const meant = hash
    ? scripts.filter((it) => it.hash === hash).slice(-1)
    : scripts.filter(({ url }) => url === '').slice(-NAMELESS);
  const isAtLoopOrCall = await Promise.all(
    meant.map(async (script) => {
      const upTo = await lineUpTo(thread, script, position(line - 1, column + HEADER));
      const before = upTo.slice(functionColumn - 1, column - 1);
      const isLoop = LOOP.test(upTo.slice(column - 1));
      return isLoop || (hash !== '' && before !== '' && !FUNCTION.test(before));
    }),
  );
  return !isAtLoopOrCall.includes(true);
}
