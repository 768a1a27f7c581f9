import type { End, SessionState, Thread } from './live-session.ts';

export const STATE_WORDS: Readonly<Record<SessionState, string>> = {
  starting: 'Starting',
  running: 'Running',
  paused: 'Paused',
};

/** DAP's reasons as VS Code says them. */
const REASONS: Readonly<Record<string, string>> = {
  breakpoint: 'Paused on breakpoint',
  'function breakpoint': 'Paused on function breakpoint',
  'data breakpoint': 'Paused on data breakpoint',
  step: 'Paused on step',
  exception: 'Paused on exception',
  entry: 'Paused on entry',
  goto: 'Paused',
  pause: 'Paused',
};

export const pausedWords = ({ stop }: Thread): string =>
  stop ? (stop.description ?? REASONS[stop.reason] ?? `Paused on ${stop.reason}`) : STATE_WORDS.running;

/** `orders.js:12`, or nothing where it is not known. */
export const whereWords = ({ where }: Thread): string | undefined =>
  where && (where.source === undefined ? where.name : `${where.source}:${where.line}`);

/** A run of some length, in milliseconds: `340 ms`, `2.4 s`, `3 min`, `2 h`. */
export function lengthWords(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}

/** The time of the day for today, else the day as well. */
export function timeWords(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  const time = then.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  if (then.toDateString() === today.toDateString()) return time;
  return `${then.toLocaleDateString(undefined, { month: 'short', day: 'numeric' })}, ${time}`;
}

export function endWords(end: End, exitCode: number | undefined): string {
  switch (end) {
    case 'completed':
      return `exit code ${exitCode}`;
    case 'stopped':
      return 'stopped';
    case 'detached':
      return 'detached';
    case 'failed':
      return 'did not start';
    case 'lost':
      return 'lost';
  }
}
