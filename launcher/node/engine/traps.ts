import { type InspectorChannel, InspectorError, type Protocol } from './inspector-channel.ts';

/** Breakpoints of the engine's own that serve one step, and are gone after it. */
export class Traps {
  readonly #channel: InspectorChannel;
  readonly #ids = new Set<string>();

  constructor(channel: InspectorChannel) {
    this.#channel = channel;
  }

  get size(): number {
    return this.#ids.size;
  }

  /** Springs when a function is called. */
  atCall(objectId: string): Promise<void> {
    return this.#place(this.#channel.post('Debugger.setBreakpointOnFunctionCall', { objectId }));
  }

  atLocation({ scriptId, lineNumber, columnNumber }: Protocol.Debugger.Location): Promise<void> {
    const location = { scriptId, lineNumber, ...(columnNumber === undefined ? {} : { columnNumber }) };
    return this.#place(this.#channel.post('Debugger.setBreakpoint', { location }));
  }

  sprungBy(pause: Protocol.Debugger.PausedEvent): boolean {
    return pause.hitBreakpoints?.some((id) => this.#ids.has(id)) === true;
  }

  async remove(): Promise<void> {
    const ids = [...this.#ids];
    this.#ids.clear();
    await Promise.all(
      ids.map((breakpointId) => this.#channel.post('Debugger.removeBreakpoint', { breakpointId })),
    );
  }

  async #place(placing: Promise<{ breakpointId: string }>): Promise<void> {
    try {
      this.#ids.add((await placing).breakpointId);
    } catch (error) {
      // One of the user's is there already, and stops as well.
      if (!(error instanceof InspectorError)) throw error;
    }
  }
}
