import { randomBytes } from 'node:crypto';
import { OUTPUT_HOOK } from '../../../../protocol/output-record.ts';
import type { Evaluation, UserBreakpoint } from '../breakpoint.ts';
import type { InspectorChannel, Protocol } from '../inspector-channel.ts';
import type { Position } from '../positions.ts';
import { FIND_HOOK } from '../program-output.ts';
import { OWN_URL, type Script } from '../scripts.ts';
import { blockOf, checkCode, checkSource } from './check-code.ts';
import { type Check, type InsertedRange, insertChecks, type Site } from './insertion.ts';
import { makeProgramSide } from './program-side.ts';

/** One check in the code of one script. */
export interface Slot {
  readonly number: number;
  /** Undefined once the breakpoint was taken away, or is checked by V8 instead. */
  breakpoint: UserBreakpoint | undefined;
  /** The engine counts its hits: it is not the only one of its breakpoint. */
  shared: boolean;
  readonly site: Site;
  /** Where V8 would break: known once V8 has compiled the script. */
  location: Protocol.Debugger.Location | undefined;
}

/** A script that is about to be compiled. */
export interface Draft {
  readonly url: string;
  readonly text: string;
  readonly isModule: boolean;
}

/** A breakpoint, and its position in a script. */
export interface Candidate {
  readonly breakpoint: UserBreakpoint;
  readonly at: Position;
}

export interface Compiled {
  readonly text: string;
  readonly evaluations: ReadonlyMap<UserBreakpoint, Evaluation>;
}

/** Longer scripts would take too long to parse while the program waits. */
const MAX_LENGTH = 2_000_000;

/** The checks that were compiled into the scripts of one isolate. */
export class InsertedCode {
  readonly #channel: InspectorChannel;
  /** The name of the program's side: of a binding of its global scope, which is no property of `globalThis`. */
  readonly #name = `$tandem${randomBytes(4).toString('hex')}`;
  #programSide: Promise<boolean> | undefined;
  readonly #slots = new Map<number, Slot>();
  #lastSlot = 0;
  #messages: Promise<void> = Promise.resolve();
  /** What was made of scripts that V8 has not compiled yet, by URL. */
  readonly #drafts = new Map<string, { readonly length: number; readonly slots: readonly Slot[] }>();
  readonly #ranges = new Map<string, readonly InsertedRange[]>();

  constructor(channel: InspectorChannel) {
    this.#channel = channel;
  }

  /** Whether a variable is the program's side of ours, which is nothing of the program's. */
  isOwn(variable: { readonly name: string }): boolean {
    return variable.name === this.#name;
  }

  /** Compiles the checks of as many breakpoints as possible into a script. Undefined when there are none. */
  async compile(draft: Draft, candidates: readonly Candidate[]): Promise<Compiled | undefined> {
    const evaluations = new Map<UserBreakpoint, Evaluation>();
    const refuse = (breakpoint: UserBreakpoint, because: string) =>
      evaluations.set(breakpoint, { by: 'V8', because });
    if (draft.text.includes(this.#name)) return undefined;
    if (draft.text.length > MAX_LENGTH) {
      for (const { breakpoint } of candidates) refuse(breakpoint, 'the script is too long');
      return { text: draft.text, evaluations };
    }
    const checks: (Check & { readonly breakpoint: UserBreakpoint; readonly number: number })[] = [];
    for (const { breakpoint, at } of candidates) {
      const source = await checkSource(breakpoint);
      if (typeof source === 'string') {
        refuse(breakpoint, source);
        continue;
      }
      const number = this.#lastSlot++;
      checks.push({
        breakpoint,
        at,
        number,
        code: checkCode(this.#name, number, source, breakpoint.hitCode),
      });
    }
    const { text, sites, refused } = await insertChecks(draft.text, draft.isModule, checks, (codes) =>
      blockOf(this.#name, codes),
    );
    const slots: Slot[] = [];
    for (const check of checks) {
      const { breakpoint, number } = check;
      const site = sites.get(check);
      if (site) slots.push({ number, breakpoint, shared: false, site, location: undefined });
      else refuse(breakpoint, refused.get(check)!);
    }
    if (slots.length === 0) return { text: draft.text, evaluations };
    if (!(await this.#start())) return undefined;
    for (const slot of slots) {
      this.#slots.set(slot.number, slot);
      evaluations.set(slot.breakpoint!, { by: 'program' });
    }
    await Promise.all(
      slots.map(async ({ number, breakpoint, site }) => {
        const { line, column } = site.statement.start;
        await this.prepareLog(number, breakpoint!, `${draft.url}:${line + 1}:${column + 1}`);
        await this.#turn(number, 1);
      }),
    );
    this.#drafts.set(draft.url, { length: text.length, slots });
    return { text, evaluations };
  }

  /** V8 has compiled a script. Returns the checks in it. */
  parsed(script: Script, length: number | undefined): readonly Slot[] {
    const draft = this.#drafts.get(script.url);
    if (!draft || draft.length !== length) return [];
    this.#drafts.delete(script.url);
    for (const slot of draft.slots) {
      const { line, column } = slot.site.statement.start;
      slot.location = { scriptId: script.id, lineNumber: line, columnNumber: column };
    }
    this.#ranges.set(
      script.id,
      draft.slots.map(({ site }) => site.range),
    );
    return draft.slots;
  }

  /** A script has another text now, without checks. */
  edited(script: Script): void {
    this.#ranges.delete(script.id);
  }

  /** The inserted text in which a call stands. */
  rangeAt({ location }: Protocol.Debugger.CallFrame): InsertedRange | undefined {
    return this.#ranges.get(location.scriptId)?.find(({ start, end }) => {
      const { lineNumber: line, columnNumber: column = 0 } = location;
      return line === start.line && start.column <= column && column < end.column;
    });
  }

  slotsOf(breakpoint: UserBreakpoint): Slot[] {
    return [...this.#slots.values()].filter((slot) => slot.breakpoint === breakpoint);
  }

  /** Silences the checks of a breakpoint. */
  async release(breakpoint: UserBreakpoint): Promise<void> {
    await Promise.all(
      this.slotsOf(breakpoint).map((slot) => {
        slot.breakpoint = undefined;
        return this.#turn(slot.number, 0);
      }),
    );
  }

  /** Silences all checks, for good. */
  async silence(): Promise<void> {
    if (this.#slots.size === 0) return;
    for (const slot of this.#slots.values()) slot.breakpoint = undefined;
    await this.#evaluate(`${this.#name}.on.fill(0)`).catch(() => {
      // The isolate is gone.
    });
  }

  /** From now on the engine counts the hits of a breakpoint. Adds those that the program has counted. */
  async share(breakpoint: UserBreakpoint): Promise<void> {
    for (const slot of this.slotsOf(breakpoint)) {
      if (slot.shared) continue;
      slot.shared = true;
      const counted = await this.#turn(slot.number, 2);
      breakpoint.hits += counted;
    }
  }

  /** What the checks at a pause want the engine to see. */
  async take(): Promise<{ hits: Slot[]; logs: Slot[] }> {
    const taken = await this.#evaluate(`${this.#name}.take()`);
    const { hits, logs } = JSON.parse(String(taken ?? '{"hits":[],"logs":[]}')) as Record<string, number[]>;
    const slotsOf = (numbers: number[]) => numbers.map((number) => this.#slots.get(number)!);
    return { hits: slotsOf(hits!), logs: slotsOf(logs!) };
  }

  /** Tells the program what to write at a log point, and where that is: `url:line:column`, from 1. */
  async prepareLog(slot: number, { log }: UserBreakpoint, site: string): Promise<void> {
    if (!log) return;
    const parts = log.map((part) => ('text' in part ? part.text : null));
    await this.#evaluate(`${this.#name}.prepare(${slot},${JSON.stringify(parts)},${JSON.stringify(site)})`);
  }

  /** The expression that yields a value of a log message that was taken. */
  valueExpression(message: number, index: number): string {
    return `${this.#name}.value(${message},${index})`;
  }

  /** The text that the program's side has sent, if a binding's call is from it. */
  message({
    name,
    payload,
  }: Protocol.Runtime.BindingCalledEvent): { kind: string; slot: Slot; text: string } | undefined {
    if (name !== this.#name) return undefined;
    const [, kind, number, text] = /^(\w+) (\d+) (.*)$/s.exec(payload)!;
    return { kind: kind!, slot: this.#slots.get(Number(number))!, text: text! };
  }

  /** Messages are told in the order in which they came. */
  inOrder(work: () => Promise<void>): Promise<void> {
    this.#messages = this.#messages.then(work).catch(() => {
      // The isolate is gone.
    });
    return this.#messages;
  }

  /** Resolves when all messages that have come so far are told. */
  settled(): Promise<void> {
    return this.#messages;
  }

  async #turn(slot: number, mode: number): Promise<number> {
    return Number(await this.#evaluate(`${this.#name}.turn(${slot},${mode})`).catch(() => 0));
  }

  async #evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#channel.post('Runtime.evaluate', {
      expression,
      silent: true,
      returnByValue: true,
      // Nor is it held as a script that begins.
      disableBreaks: true,
    });
    return exceptionDetails ? undefined : result.value;
  }

  /** Brings the program's side into being. False when it could not be. */
  #start(): Promise<boolean> {
    this.#programSide ??= this.#makeProgramSide().catch(() => false);
    return this.#programSide;
  }

  async #makeProgramSide(): Promise<boolean> {
    const name = this.#name;
    await this.#channel.post('Runtime.addBinding', { name });
    const made = await this.#evaluate(
      `const ${name} = ((send) => {
        delete globalThis.${name};
        const hook = ${FIND_HOOK};
        const write = (text, site) => hook?.('${OUTPUT_HOOK}', 'log', text, site) === true;
        return (${makeProgramSide})(send, write, process.getBuiltinModule('util').types.isProxy);
      })(globalThis.${name}); typeof ${name}.take\n${SOURCE_URL}`,
    );
    return made === 'function';
  }
}

/** Makes it one of the debugger's own scripts. */
const SOURCE_URL = `//# ${'source'}URL=${OWN_URL}program-side`;
