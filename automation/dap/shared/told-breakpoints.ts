import type { DebugProtocol } from '@vscode/debugprotocol';
import { Emitter } from '../../../adapter/util/emitter.ts';

type SetBreakpoints = DebugProtocol.SetBreakpointsArguments;
type SetFunctions = DebugProtocol.SetFunctionBreakpointsArguments;

/** Where a client wants a breakpoint: in a file, or where a function begins. */
export type Place =
  | { readonly path: string; readonly line: number; readonly column?: number | undefined }
  | { readonly function: string };

/** The same for breakpoints at the same place, of which an editor has no two. */
export const placeKey = (place: Place): string =>
  'function' in place ? `function ${place.function}` : `${place.path}:${place.line}:${place.column ?? 1}`;

/** A breakpoint that a client has asked for, and what it was told of it. */
export interface Told {
  readonly place: Place;
  state: DebugProtocol.Breakpoint;
}

/** Where functions are kept among the files. */
const FUNCTIONS = '';

/** What one client of a session was told of its breakpoints, and of which it asks. */
export class ToldBreakpoints {
  readonly #asked = new Map<number, readonly [key: string, places: readonly Place[]]>();
  readonly #told = new Map<string, readonly Told[]>();
  /** Of which request `#told` is: answers may come in another order than requests. */
  readonly #answered = new Map<string, number>();
  readonly #changed = new Emitter<void>();

  /** Hears when anything is told. Disposing the result removes the listener. */
  onChange(listener: () => void): Disposable {
    return this.#changed.on(listener);
  }

  /** Resolves when the client has been told of this one, or is no longer; never, when it does not ask for that. */
  until(place: Place, isThere: boolean): Promise<void> {
    const holds = (): boolean => (this.find(place) !== undefined) === isThere;
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => {
      const listening = this.onChange(() => {
        if (!holds()) return;
        listening[Symbol.dispose]();
        resolve();
      });
    });
  }

  /** What was told of a breakpoint; of one that has moved, also by where it is now. */
  find(place: Place): DebugProtocol.Breakpoint | undefined {
    const told = this.#told.get(keyOf(place)) ?? [];
    const asked = told.find((one) => placeKey(one.place) === placeKey(place));
    if (asked || 'function' in place) return asked?.state;
    return told.find(({ state }) => state.verified && state.line === place.line)?.state;
  }

  /** All that the client has at present. */
  *all(): Generator<Readonly<Told>> {
    for (const told of this.#told.values()) yield* told;
  }

  /** Where the client wanted the breakpoint that it knows by this id. */
  placeOf(id: number): Place | undefined {
    for (const told of this.#told.values()) {
      const found = told.find(({ state }) => state.id === id);
      if (found) return found.place;
    }
    return undefined;
  }

  asked({ seq, command, arguments: args }: DebugProtocol.Request): void {
    if (command === 'setBreakpoints') {
      const { source, breakpoints = [] } = args as SetBreakpoints;
      const { path } = source;
      if (path === undefined) return;
      const places = breakpoints.map(({ line, column }) => ({ path, line, column }));
      this.#asked.set(seq, [path, places]);
    } else if (command === 'setFunctionBreakpoints') {
      const { breakpoints } = args as SetFunctions;
      this.#asked.set(seq, [FUNCTIONS, breakpoints.map(({ name }) => ({ function: name }))]);
    }
  }

  answered({ request_seq, success, body }: DebugProtocol.Response): void {
    const asked = this.#asked.get(request_seq);
    this.#asked.delete(request_seq);
    if (!asked) return;
    const [key, places] = asked;
    if (success && request_seq > (this.#answered.get(key) ?? 0)) {
      this.#answered.set(key, request_seq);
      const { breakpoints } = body as DebugProtocol.SetBreakpointsResponse['body'];
      const told = places.map((place, index) => ({
        place,
        state: breakpoints[index] ?? { verified: false },
      }));
      this.#told.set(key, told);
    }
    this.#changed.emit();
  }

  happened({ event, body }: DebugProtocol.Event): void {
    if (event !== 'breakpoint') return;
    const { breakpoint } = body as DebugProtocol.BreakpointEvent['body'];
    for (const told of this.#told.values()) {
      const found = told.find(({ state }) => state.id === breakpoint.id);
      if (!found) continue;
      found.state = breakpoint;
      this.#changed.emit();
      return;
    }
  }
}

const keyOf = (place: Place): string => ('path' in place ? place.path : FUNCTIONS);
