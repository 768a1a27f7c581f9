import type { DebugProtocol } from '@vscode/debugprotocol';

/** Requests by which a stopped thread goes on. No event tells of it: whoever has asked knows it by the answer. */
const MOVES: ReadonlySet<string> = new Set(['continue', 'next', 'stepIn', 'stepOut']);

/** A move that was asked for, and not yet answered. */
interface Move {
  readonly threadId: number;
  /** The thread has stopped again: there is nothing more to tell. */
  stopped: boolean;
}

/** What one client of a session moves, so that another can be told of it. */
export class Moves {
  readonly #tell: (continued: DebugProtocol.Event) => void;
  readonly #asked = new Map<number, Move>();

  constructor(tell: (continued: DebugProtocol.Event) => void) {
    this.#tell = tell;
  }

  asked({ seq, command, arguments: args }: DebugProtocol.Request): void {
    const threadId: unknown = args?.threadId;
    if (MOVES.has(command) && typeof threadId === 'number')
      this.#asked.set(seq, { threadId, stopped: false });
  }

  happened({ event, body }: DebugProtocol.Event): void {
    if (event !== 'stopped') return;
    for (const move of this.#asked.values()) {
      if (body.allThreadsStopped || body.threadId === move.threadId) move.stopped = true;
    }
  }

  answered({ request_seq, success, body }: DebugProtocol.Response): void {
    const move = this.#asked.get(request_seq);
    this.#asked.delete(request_seq);
    if (!move || move.stopped || !success) return;
    const { threadId } = move;
    const allThreadsContinued: boolean = body?.allThreadsContinued ?? false;
    // Sequence numbers mean nothing to clients in the same process.
    this.#tell({ type: 'event', seq: 0, event: 'continued', body: { threadId, allThreadsContinued } });
  }
}
