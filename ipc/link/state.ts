import { errors } from '../../protocol/errors.ts';

/**
 * `connecting` until the other side has welcomed the link, `connected` while messages can travel, `reconnecting` while the
 * two look for each other again, `closed` for good.
 */
export type LinkState = 'connecting' | 'connected' | 'reconnecting' | 'closed';

const MOVES: Readonly<Record<LinkState, readonly LinkState[]>> = {
  // A connection can be lost before it was welcomed, and be made anew.
  connecting: ['connected', 'reconnecting', 'closed'],
  connected: ['reconnecting', 'closed'],
  reconnecting: ['connected', 'closed'],
  closed: [],
};

/** Throws `link.state` when a link cannot move so. */
export function checkMove(from: LinkState, to: LinkState): void {
  if (!MOVES[from].includes(to)) throw errors.linkState(from, to);
}
