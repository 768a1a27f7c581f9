import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector';

/** By script: 1 for each character that has run. */
type Reach = readonly { readonly url: string; readonly ran: Uint8Array }[];

/** Which code of Tandem's own runs, block by block, as V8 counts it in this very thread. */
export class Coverage {
  readonly #session = new Session();
  /** By URL: 1 for each character of a script that has run. */
  readonly #reached = new Map<string, Uint8Array>();
  /** How many characters have run so far. */
  size = 0;

  /** To be made before what is measured is loaded. */
  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: false, detailed: true });
  }

  /** What code runs in something, as the way to tell it from what has run before. */
  of(run: () => void): Reach {
    this.#take();
    run();
    return this.#take()
      .filter(({ url }) => isOurs(url))
      .map(({ url, functions }) => ({ url, ran: charactersOf(functions) }));
  }

  /** Whether there is code in it that has not been added. */
  isNew(reach: Reach): boolean {
    return reach.some(({ url, ran }) => {
      const reached = this.#reached.get(url);
      return ran.some((count, at) => count > 0 && !reached?.[at]);
    });
  }

  add(reach: Reach): void {
    for (const { url, ran } of reach) {
      const former = this.#reached.get(url) ?? new Uint8Array();
      const reached = new Uint8Array(Math.max(former.length, ran.length));
      reached.set(former);
      for (const [at, count] of ran.entries()) {
        if (count === 0 || reached[at]) continue;
        reached[at] = 1;
        this.size += 1;
      }
      this.#reached.set(url, reached);
    }
  }

  #take(): Profiler.ScriptCoverage[] {
    let scripts: Profiler.ScriptCoverage[] = [];
    // Its own thread answers at once.
    this.#session.post('Profiler.takePreciseCoverage', (failure, { result }) => {
      if (failure) throw failure;
      scripts = result;
    });
    return scripts;
  }
}

function charactersOf(functions: readonly Profiler.FunctionCoverage[]): Uint8Array {
  const ran = new Uint8Array(Math.max(...functions.map(({ ranges }) => ranges[0]!.endOffset)));
  // The inner ones come behind those they are in.
  for (const { ranges } of functions) {
    for (const { startOffset, endOffset, count } of ranges)
      ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  }
  return ran;
}

const isOurs = (url: string): boolean => /\/(?:protocol|ipc|launcher)\/.*\.ts$/.test(url);
