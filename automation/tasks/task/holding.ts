/** Somebody who answers for a task; without `by` nobody does, or the user of an editor. */
interface Hold {
  by: string | undefined;
  isAbandoned: boolean;
}

/** A hold whose move has not been answered yet. One of the two is to be called. */
export interface Claim {
  accepted(): void;
  /** It is as if it had not been claimed. */
  refused(): void;
}

/**
 * Who answers for a task: whoever has moved it last. A move counts from when it is sent, and for nothing when it is refused;
 * until then it is known who held the task before.
 */
export class Holding {
  /** The last one is in force; those before it come back when the claims after them are refused. */
  #holds: Hold[];
  #unanswered = 0;

  constructor(by: string | undefined) {
    this.#holds = [{ by, isAbandoned: false }];
  }

  /** The caller that holds it, while that one is there. */
  get heldBy(): string | undefined {
    const { by, isAbandoned } = this.#inForce;
    return isAbandoned ? undefined : by;
  }

  /** The caller that held it when it vanished, until somebody else moves it. */
  get abandonedBy(): string | undefined {
    const { by, isAbandoned } = this.#inForce;
    return isAbandoned ? by : undefined;
  }

  /** No claim waits for its answer. */
  get isSettled(): boolean {
    return this.#unanswered === 0;
  }

  claim(by: string): Claim {
    const hold: Hold = { by, isAbandoned: false };
    this.#holds.push(hold);
    this.#unanswered += 1;
    const settle = (isOver: (other: Hold, index: number) => boolean): void => {
      this.#unanswered -= 1;
      // Others may have come, and may have been accepted, in the meantime.
      if (this.#holds.includes(hold)) this.#holds = this.#holds.filter((one, at) => !isOver(one, at));
    };
    return {
      accepted: () => settle((_, at) => at < this.#holds.indexOf(hold)),
      refused: () => settle((one) => one === hold),
    };
  }

  /** It is the user's of the editor, or nobody's. */
  free(): void {
    this.#holds = [{ by: undefined, isAbandoned: false }];
  }

  /** A caller has said goodbye. */
  leave(caller: string): void {
    for (const hold of this.#holdsOf(caller)) hold.by = undefined;
  }

  /** A caller has vanished. Returns whether it held the task, or would when a claim is refused. */
  abandon(caller: string): boolean {
    const holds = this.#holdsOf(caller);
    for (const hold of holds) hold.isAbandoned = true;
    return holds.length > 0;
  }

  get #inForce(): Hold {
    return this.#holds.at(-1)!;
  }

  #holdsOf(caller: string): Hold[] {
    return this.#holds.filter(({ by, isAbandoned }) => by === caller && !isAbandoned);
  }
}
