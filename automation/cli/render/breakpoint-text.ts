import type { Breakpoint } from '../../session/breakpoint-list.ts';
import type { Canvas } from './source-window.ts';
import { shownPath } from './text.ts';

/** The whole truth of one breakpoint, in a line. */
export function renderBreakpoint(breakpoint: Breakpoint, { paint }: Canvas): string {
  const { id, file, line, actualLine, condition, verified, message } = breakpoint;
  const dot = paint(verified ? 'breakpoint' : 'faint', '●');
  const place = paint('accent', `${shownPath(file)}:${verified ? actualLine : line}`);
  const moved = verified && actualLine !== line ? paint('faint', ` (moved from line ${line})`) : '';
  const when = condition ? ` if ${condition}` : '';
  const trouble = verified ? '' : `: ${message ?? 'not bound'}`;
  return `${dot} Breakpoint ${id} at ${place}${when}${moved}${trouble}`;
}

/** Says what has become of breakpoints, once, and only what is not as whoever has set them expects. */
export class BreakpointNews {
  readonly #canvas: Canvas;
  readonly #told = new Map<number, string>();
  readonly #bound = new Set<number>();

  constructor(canvas: Canvas) {
    this.#canvas = canvas;
  }

  /** A line to print when it was moved, or will never bind. One that is where it should be, or may still come, is no news. */
  tell(breakpoint: Breakpoint): string | undefined {
    const { id, line, actualLine, verified, pending } = breakpoint;
    const wasBound = this.#bound.has(id);
    if (verified) this.#bound.add(id);
    // A program that ends takes its breakpoints with it.
    const isNews = verified ? actualLine !== line : !pending && !wasBound;
    return isNews ? this.#once(breakpoint) : undefined;
  }

  /** A line to print for one that was set just now, by somebody who waits for the answer. */
  answer(breakpoint: Breakpoint): string | undefined {
    return this.tell(breakpoint) ?? this.#once(breakpoint);
  }

  /** At the end: those that were waiting for their file all the time. */
  neverBound(breakpoints: readonly Breakpoint[]): string[] {
    return breakpoints
      .filter(({ id, pending }) => pending && !this.#bound.has(id))
      .map((breakpoint) => renderBreakpoint(breakpoint, this.#canvas));
  }

  #once(breakpoint: Breakpoint): string | undefined {
    const text = renderBreakpoint(breakpoint, this.#canvas);
    if (this.#told.get(breakpoint.id) === text) return undefined;
    this.#told.set(breakpoint.id, text);
    return text;
  }
}
