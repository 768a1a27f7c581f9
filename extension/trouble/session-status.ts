import type { LiveSession } from '../views/model/live-session.ts';
import { pausedWords, STATE_WORDS } from '../views/model/words.ts';

/** What is known of it, as a `SessionRecord` is. */
interface Known {
  readonly live: LiveSession;
  readonly begun: Date;
  readonly isOver: boolean;
  readonly wasStopped: boolean;
  readonly exitCode: number | undefined;
}

/** How a session is, or what has become of it: `paused on breakpoint, began at 10:42:07`, `ended with exit code 3`. */
export function statusOf(known: Known): string {
  const mode = known.live.beginning.configuration.inProcess ? ', in-process' : '';
  return `${known.isOver ? endOf(known) : `${stateOf(known)}, began at ${known.begun.toLocaleTimeString()}`}${mode}`;
}

function stateOf({ live: { state, pausedThread } }: Known): string {
  const words = pausedThread ? pausedWords(pausedThread) : STATE_WORDS[state];
  return `${words[0]!.toLowerCase()}${words.slice(1)}`;
}

/** The exit code of one that was stopped is that of being stopped. */
function endOf({ wasStopped, exitCode }: Known): string {
  if (wasStopped) return 'stopped';
  return exitCode === undefined ? 'ended' : `ended with exit code ${exitCode}`;
}
