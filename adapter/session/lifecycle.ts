import { errors } from '../../protocol/errors.ts';

export type SessionState =
  | 'initializing'
  | 'launching'
  | 'attaching'
  | 'starting in-process'
  | 'running'
  | 'error'
  | 'terminating'
  | 'terminated';

/** Where a session may go from where it is. A restart leads from `running` back to a start; nothing leads back further. */
const MOVES: Readonly<Record<SessionState, readonly SessionState[]>> = {
  initializing: ['launching', 'attaching', 'starting in-process', 'terminating'],
  launching: ['running', 'error', 'terminating'],
  attaching: ['running', 'error', 'terminating'],
  'starting in-process': ['running', 'error', 'terminating'],
  running: ['launching', 'attaching', 'starting in-process', 'error', 'terminating'],
  error: ['terminating'],
  terminating: ['terminated'],
  terminated: [],
};

/** The life of one session. A move that is not legal is a bug of ours, and throws. */
export class Lifecycle {
  readonly #onMove: (from: SessionState, to: SessionState) => void;
  #state: SessionState = 'initializing';

  constructor(onMove: (from: SessionState, to: SessionState) => void = () => {}) {
    this.#onMove = onMove;
  }

  get state(): SessionState {
    return this.#state;
  }

  can(to: SessionState): boolean {
    return MOVES[this.#state].includes(to);
  }

  move(to: SessionState): void {
    const from = this.#state;
    if (!this.can(to)) throw errors.illegalMove(from, to);
    this.#state = to;
    this.#onMove(from, to);
  }
}
