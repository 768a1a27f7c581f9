import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Place } from '../../protocol/commands.ts';
import { KEPT_ENTRIES } from '../../protocol/output-record.ts';
import type { Output } from '../program/program.ts';
import { settlesWithin } from '../util/time.ts';
import { referenceOf } from './logged-references.ts';

type Body = DebugProtocol.OutputEvent['body'];

export interface OutputEventsOptions {
  readonly send: (body: Body) => void;
  /** Where calls were made, by their sites. */
  readonly locate: (sites: readonly string[]) => Promise<readonly (Place | null)[]>;
  /** Resolves when a client that does not keep up has caught up; undefined for one that does. */
  readonly behind: () => Promise<void> | undefined;
  /** Stops or resumes the reading of what the program writes, which then waits as at any full pipe. */
  readonly hold: (held: boolean) => void;
  /** The client shows text as it is: groups are nothing but indentation, and nothing can be cleared. */
  readonly plain: boolean;
}

/** The client hears of output so often, in milliseconds, and less often in a flood; what breaks a silence goes out at once. */
const INTERVAL_MS = 5;
const FLOOD_INTERVAL_MS = 30;
/** More text than this does not wait. */
const MAX_WAITING = 256 * 1024;
/** One event has no more text than this, unless it comes of one write. */
const MAX_TEXT = 64 * 1024;
/** So many pieces at once are a flood: then the lines of one call in a loop are put together. */
const FLOOD = 64;
/** How long output may wait to learn where it was written: the first of a source with a huge map may take longer. */
const LOCATE_LIMIT_MS = 2000;

/** Makes output events of what a program writes: in its order, with the places of calls, and no more events than useful. */
export class OutputEvents {
  readonly #options: OutputEventsOptions;
  readonly #places = new Map<string, Place | undefined>();
  #waiting: Output[] = [];
  #size = 0;
  #scheduled = false;
  /** The client does not keep up: nothing is sent that can wait. */
  #behind = false;
  #lastSent = 0;
  #interval = INTERVAL_MS;
  /** The user knows how to answer. */
  #toldHow = false;
  /** Resolves when what is being located has been sent. */
  #locating: Promise<void> | undefined;

  constructor(options: OutputEventsOptions) {
    this.#options = options;
  }

  write(output: Output): void {
    this.#waiting.push(output);
    this.#size += output.text.length;
    if (this.#size > MAX_WAITING) this.#flush();
    else this.#schedule();
  }

  /** Resolves when everything that was written before has been sent, whether the client keeps up or not. */
  async settled(): Promise<void> {
    for (;;) {
      this.#flush(true);
      if (!this.#locating) return;
      await this.#locating;
    }
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const flush = (): void => {
      this.#scheduled = false;
      this.#flush();
    };
    // Not at once: what else is in the same chunk belongs to the same batch.
    if (performance.now() - this.#lastSent > this.#interval) queueMicrotask(flush);
    else setTimeout(flush, this.#interval);
  }

  #flush(force = false): void {
    if (this.#locating || this.#waiting.length === 0 || (this.#behind && !force)) return;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#size = 0;
    const unknown = new Set<string>();
    for (const { record } of batch) {
      if (record?.site && !this.#places.has(record.site)) unknown.add(record.site);
    }
    if (unknown.size === 0) {
      this.#send(batch);
      return;
    }
    this.#locating = this.#locate([...unknown]).then(() => {
      this.#locating = undefined;
      this.#send(batch);
      this.#flush();
    });
  }

  async #locate(sites: readonly string[]): Promise<void> {
    const located = this.#options.locate(sites).then((places) => {
      for (const [index, site] of sites.entries()) this.#places.set(site, places[index] ?? undefined);
    });
    // Nobody knows any more when the program has died of a signal: then it has no place.
    await settlesWithin(located, LOCATE_LIMIT_MS);
  }

  #send(batch: readonly Output[]): void {
    const isFlood = batch.length > FLOOD;
    this.#interval = isFlood ? FLOOD_INTERVAL_MS : INTERVAL_MS;
    const lastEntry = batch.reduce((last, { record }) => Math.max(last, record?.entry ?? 0), 0);
    let held: Body | undefined;
    let heldIsPlain = false;
    for (const output of batch) {
      const body = this.#bodyOf(output, lastEntry - KEPT_ENTRIES);
      if (!body) continue;
      const isPlain = output.record === undefined;
      if (held && (isFlood || (isPlain && heldIsPlain)) && canJoin(held, body)) {
        held.output += body.output;
        continue;
      }
      if (held) this.#options.send(held);
      held = body;
      heldIsPlain = isPlain;
    }
    if (held) this.#options.send(held);
    this.#lastSent = performance.now();
    if (!this.#behind) void this.#letCatchUp();
  }

  async #letCatchUp(): Promise<void> {
    const caughtUp = this.#options.behind();
    if (!caughtUp) return;
    this.#behind = true;
    this.#options.hold(true);
    await caughtUp;
    this.#behind = false;
    this.#options.hold(false);
    this.#flush();
  }

  /** @param givenUp the program has given up the values of entries up to this one */
  #bodyOf({ stream, text, record }: Output, givenUp: number): Body | undefined {
    if (!record) return { category: stream, output: text };
    const { kind, entry, indent, site } = record;
    const { plain } = this.#options;
    const output = plain || indent === 0 ? text : unindented(text, indent);
    const place = this.#places.get(site);
    switch (kind) {
      case 'groupEnd':
        return plain ? undefined : { category: stream, output: '', group: 'end' };
      case 'clear':
        return plain ? undefined : { category: 'console', output: CLEAR };
      case 'reading':
        return plain || this.#toldHow ? undefined : this.#howToAnswer();
      case 'logPoint':
        return { category: 'console', output: `${text}\n`, ...place };
      case 'group':
      case 'groupCollapsed':
        if (plain) break;
        return { category: stream, output, group: kind === 'group' ? 'start' : 'startCollapsed', ...place };
    }
    return {
      category: stream,
      output,
      ...place,
      ...(entry > 0 && entry > givenUp ? { variablesReference: referenceOf(entry) } : {}),
    };
  }

  #howToAnswer(): Body {
    this.#toldHow = true;
    return { category: 'console', output: HOW_TO_ANSWER };
  }
}

const HOW_TO_ANSWER =
  'The program reads its standard input. Here, a line that begins with "<" is sent to it ("< yes"), and "<<" ends its input.\n';

/** What clears a terminal; a debug console understands it, too. */
const CLEAR = '\x1b[2J';

const canJoin = (a: Body, b: Body): boolean =>
  a.category === b.category &&
  a.source === b.source &&
  a.line === b.line &&
  a.column === b.column &&
  !a.group &&
  !b.group &&
  !a.variablesReference &&
  !b.variablesReference &&
  b.output !== CLEAR &&
  a.output.length + b.output.length <= MAX_TEXT;

/** The client indents the members of a group itself. */
const unindented = (text: string, indent: number): string =>
  text.replace(new RegExp(`^ {${indent}}`, 'gm'), '');
