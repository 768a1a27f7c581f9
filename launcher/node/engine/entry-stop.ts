import { bodyPosition } from './entry-position.ts';
import type { Protocol } from './inspector-channel.ts';
import type { HeldLoad } from './load-holds.ts';
import { pathOfUrl, type SourceKey, sourceKey } from './paths.ts';
import type { Thread } from './thread.ts';

type Pause = Protocol.Debugger.PausedEvent;

/**
 * Stops before the first statement of the main program.
 *
 * A breakpoint on line 1 would not do: V8 moves it to the first position that can be broken at, which may lie in a
 * function that is declared there. So the load of the main module is held. An ES module is then right at its first
 * statement, but V8 cannot step from such a pause, hence a breakpoint on the very spot. A CommonJS module is not even
 * compiled; V8 is asked where its body will begin.
 */
export class EntryStop {
  readonly #thread: Thread;
  readonly #main: SourceKey;
  #breakpoint: string | undefined;

  constructor(thread: Thread, main: string) {
    this.#thread = thread;
    this.#main = sourceKey(main);
  }

  /** Whether a pause is the stop on entry. On the way to it, the breakpoint for it is set. */
  async isEntry(thread: Thread, pause: Pause, load: HeldLoad | 'unknown' | undefined): Promise<boolean> {
    if (thread !== this.#thread) return false;
    if (this.#breakpoint) return this.#hasArrived(pause, this.#breakpoint);
    if (load && load !== 'unknown' && this.#isMain(load.scriptUrl)) await this.#aim(pause, load);
    return false;
  }

  async #aim(pause: Pause, load: HeldLoad): Promise<void> {
    const { channel } = this.#thread;
    if (load.text === undefined) {
      const { scriptId, lineNumber, columnNumber = 0 } = pause.callFrames[0]!.location;
      const location = { scriptId, lineNumber, columnNumber };
      this.#breakpoint = (await channel.post('Debugger.setBreakpoint', { location })).breakpointId;
      return;
    }
    const body = await bodyPosition(channel, load.text);
    if (!body) return this.#finish();
    const { breakpointId } = await channel.post('Debugger.setBreakpointByUrl', {
      url: channel.names.far(load.scriptUrl),
      lineNumber: body.line,
      columnNumber: body.column,
    });
    this.#breakpoint = breakpointId;
  }

  async #hasArrived(pause: Pause, breakpointId: string): Promise<boolean> {
    if (!pause.hitBreakpoints?.includes(breakpointId)) return false;
    this.#breakpoint = undefined;
    await this.#thread.channel.post('Debugger.removeBreakpoint', { breakpointId });
    await this.#finish();
    return true;
  }

  /** Not earlier: V8 passes over the breakpoint when the hold that it was set from is gone. */
  async #finish(): Promise<void> {
    await this.#thread.holds.set({ main: undefined });
  }

  #isMain(scriptUrl: string): boolean {
    const path = pathOfUrl(scriptUrl);
    return path !== undefined && sourceKey(path) === this.#main;
  }
}
