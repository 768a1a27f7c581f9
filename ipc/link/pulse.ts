import type { Heartbeat } from './limits.ts';

/** What a pulse listens to, and speaks through. */
export interface Pulsed {
  /** Bytes that have come so far; undefined while nothing can, because nobody reads. */
  readonly heard: number | undefined;
  /** Says that this side is there. */
  beat(): void;
  /** Nothing was heard for too long. */
  silent(): void;
}

/**
 * The heartbeat of one connection. Silence is counted in ticks of our own event loop, not in time: a process that was
 * stopped itself, or slept with its machine, finds what came meanwhile before it blames the other side.
 */
export function startPulse(pulsed: Pulsed, { everyMs, silenceMs }: Heartbeat): Disposable {
  const silentTicks = Math.ceil(silenceMs / everyMs);
  let heard = pulsed.heard;
  let quiet = 0;
  const timer = setInterval(() => {
    const now = pulsed.heard;
    quiet = now === undefined || now !== heard ? 0 : quiet + 1;
    heard = now;
    if (quiet >= silentTicks) pulsed.silent();
    else pulsed.beat();
  }, everyMs);
  timer.unref();
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
    },
  };
}
