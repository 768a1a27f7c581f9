import type { DebugProtocol } from '@vscode/debugprotocol';

type SetBreakpoints = DebugProtocol.SetBreakpointsArguments;
type SetFunctionBreakpoints = DebugProtocol.SetFunctionBreakpointsArguments;
type SetExceptionBreakpoints = DebugProtocol.SetExceptionBreakpointsArguments;

/** The ids under which the client knows breakpoints, in its order; as far as they were answered. */
export type KnownIds = readonly (number | undefined)[];

interface Wanted<A> {
  readonly args: A;
  ids: KnownIds;
}

/** What the client wants, as last said: what a new program of the same session is told again. */
export class DesiredState {
  readonly #sources = new Map<string, Wanted<SetBreakpoints>>();
  functions: Readonly<Wanted<SetFunctionBreakpoints>> | undefined;
  exceptions: SetExceptionBreakpoints | undefined;

  /** Remembers a request; the result takes the ids that it was answered with. */
  setBreakpoints(args: SetBreakpoints): (ids: KnownIds) => void {
    const entry: Wanted<SetBreakpoints> = { args, ids: [] };
    // A source without a path is known to one engine only; with that it is gone.
    if (args.source.path) this.#sources.set(args.source.path, entry);
    return (ids) => {
      entry.ids = ids;
    };
  }

  /** As {@link setBreakpoints}. */
  setFunctions(args: SetFunctionBreakpoints): (ids: KnownIds) => void {
    const entry: Wanted<SetFunctionBreakpoints> = { args, ids: [] };
    this.functions = entry;
    return (ids) => {
      entry.ids = ids;
    };
  }

  get sources(): Iterable<Readonly<Wanted<SetBreakpoints>>> {
    return this.#sources.values();
  }
}
