import { settlesWithin } from '../../adapter/util/time.ts';
import type { SharedSession } from '../../automation/dap/shared/shared-session.ts';
import type { Place, ToldBreakpoints } from '../../automation/dap/shared/told-breakpoints.ts';
import { type EditorBreakpoint, placeOf } from './placed.ts';

/** How long VS Code may take to tell the sessions of a breakpoint, in milliseconds: not at all, where it is told not to. */
const TELL_LIMIT_MS = 1000;

/** The sessions that may stop at the editor's breakpoints, and what they were told of them. */
export class TellingSessions {
  readonly #sessions = new Set<SharedSession>();

  get told(): readonly ToldBreakpoints[] {
    return [...this.#sessions].map(({ breakpoints }) => breakpoints);
  }

  /** @param changed is called when a session was told something, and when it is over */
  watch(session: SharedSession, changed: (what: { readonly hasEnded: boolean }) => void): void {
    this.#sessions.add(session);
    session.breakpoints.onChange(() => changed({ hasEnded: false }));
    void session.ended.then(() => {
      this.#sessions.delete(session);
      changed({ hasEnded: true });
    });
  }

  /**
   * Resolves when the sessions know that a breakpoint is there, or no longer, as far as VS Code tells them.
   *
   * @param steps whether it is there, one after the other: of one that replaces another `[false, true]`
   */
  async know(breakpoint: EditorBreakpoint, steps: readonly boolean[]): Promise<void> {
    const place = placeOf(breakpoint);
    const configured = [...this.#sessions].filter(({ isConfigured }) => isConfigured);
    const known = configured.map(({ breakpoints }) =>
      settlesWithin(inTurn(breakpoints, place, steps), TELL_LIMIT_MS),
    );
    await Promise.all(known);
  }
}

async function inTurn(breakpoints: ToldBreakpoints, place: Place, steps: readonly boolean[]): Promise<void> {
  for (const isThere of steps) await breakpoints.until(place, isThere);
}
