import type { DebugProtocol } from '@vscode/debugprotocol';

type SetBreakpoints = DebugProtocol.SetBreakpointsArguments;
type SetExceptionBreakpoints = DebugProtocol.SetExceptionBreakpointsArguments;

interface SourceBreakpoints {
  readonly args: SetBreakpoints;
  /** The ids under which the client knows them, in its order; as far as they were answered. */
  ids: readonly (number | undefined)[];
}

/** What the client wants, as last said: what a new program of the same session is told again. */
export class DesiredState {
  readonly #sources = new Map<string, SourceBreakpoints>();
  exceptions: SetExceptionBreakpoints | undefined;

  /** Remembers a request; the result takes the ids that it was answered with. */
  setBreakpoints(args: SetBreakpoints): (ids: readonly (number | undefined)[]) => void {
    const entry: SourceBreakpoints = { args, ids: [] };
    // A source without a path is known to one engine only; with that it is gone.
    if (args.source.path) this.#sources.set(args.source.path, entry);
    return (ids) => {
      entry.ids = ids;
    };
  }

  get sources(): Iterable<Readonly<SourceBreakpoints>> {
    return this.#sources.values();
  }
}
