import type { DebugProtocol } from '@vscode/debugprotocol';
import { withoutPassing } from '../arrival.ts';
import type { Requester } from '../requester.ts';

type SetBreakpoints = DebugProtocol.SetBreakpointsArguments;
type SourceBreakpoint = DebugProtocol.SourceBreakpoint;

export interface Passing {
  readonly state: DebugProtocol.Breakpoint;
  remove(): Promise<void>;
}

/**
 * Breakpoints that a program passes on its way to somewhere, beside those of the editor, which does not know of them: what
 * it sets in their files is set with them, and what it hears is without them.
 */
export class PassingBreakpoints {
  /** What the editor wants, by the file. */
  readonly #ofEditor = new Map<string, SetBreakpoints>();
  readonly #passing = new Map<string, readonly SourceBreakpoint[]>();
  /** How many of the breakpoints that are being set are the editor's, by the number of its request. */
  readonly #asked = new Map<number, { readonly path: string; readonly own: number }>();
  /** The ids of those in passing, by the file. */
  readonly #ids = new Map<string, ReadonlySet<number>>();

  /** Adds to those of a file, by a client beside the editor. Resolves with what became of it. */
  async add(beside: Requester, path: string, wanted: SourceBreakpoint): Promise<Passing> {
    // The same as one of the editor's would have one identity with it; a condition tells them apart.
    const breakpoint = { condition: 'true', ...wanted };
    const others = (): SourceBreakpoint[] =>
      (this.#passing.get(path) ?? []).filter((one) => one !== breakpoint);
    this.#passing.set(path, [...others(), breakpoint]);
    const states = await this.#set(beside, path);
    return {
      state: states.at(-1) ?? { verified: false },
      remove: async () => {
        this.#passing.set(path, others());
        await this.#set(beside, path);
      },
    };
  }

  /** A request of the editor, as it is to be sent. */
  asked(request: DebugProtocol.Request): DebugProtocol.Request {
    if (request.command !== 'setBreakpoints') return request;
    const args = request.arguments as SetBreakpoints;
    const { path } = args.source;
    if (path === undefined) return request;
    this.#ofEditor.set(path, args);
    if (!this.#passing.get(path)?.length) return request;
    this.#asked.set(request.seq, { path, own: args.breakpoints?.length ?? 0 });
    return { ...request, arguments: this.#withPassing(path) };
  }

  /** An answer to the editor, as it is to hear it. */
  answered(response: DebugProtocol.Response): DebugProtocol.Response {
    const asked = this.#asked.get(response.request_seq);
    this.#asked.delete(response.request_seq);
    if (!asked || !response.success) return response;
    const { breakpoints } = response.body as DebugProtocol.SetBreakpointsResponse['body'];
    this.#remember(asked.path, breakpoints.slice(asked.own));
    return { ...response, body: { ...response.body, breakpoints: breakpoints.slice(0, asked.own) } };
  }

  /** An event as both clients are to hear it; undefined when they are not. */
  happened(event: DebugProtocol.Event): DebugProtocol.Event | undefined {
    if (this.#ids.size === 0) return event;
    if (event.event === 'breakpoint') return this.#isPassing(event.body.breakpoint.id) ? undefined : event;
    if (event.event !== 'stopped' || !event.body.hitBreakpointIds) return event;
    const hit: readonly number[] = event.body.hitBreakpointIds;
    const own = hit.filter((id) => !this.#isPassing(id));
    return own.length === hit.length ? event : { ...event, body: withoutPassing(event.body, own) };
  }

  async #set(beside: Requester, path: string): Promise<DebugProtocol.Breakpoint[]> {
    const args = this.#withPassing(path);
    const own = this.#ofEditor.get(path)?.breakpoints?.length ?? 0;
    const { breakpoints } = await beside.request('setBreakpoints', args);
    const passing = breakpoints.slice(own);
    this.#remember(path, passing);
    return passing;
  }

  #withPassing(path: string): SetBreakpoints {
    const { lines: _, ...args } = this.#ofEditor.get(path) ?? { source: { path } };
    return { ...args, breakpoints: [...(args.breakpoints ?? []), ...(this.#passing.get(path) ?? [])] };
  }

  #remember(path: string, passing: readonly DebugProtocol.Breakpoint[]): void {
    const ids = passing.flatMap(({ id }) => (id === undefined ? [] : [id]));
    if (ids.length > 0) this.#ids.set(path, new Set(ids));
    else this.#ids.delete(path);
  }

  #isPassing(id: number | undefined): boolean {
    return id !== undefined && [...this.#ids.values()].some((ids) => ids.has(id));
  }
}
