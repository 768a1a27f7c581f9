import type { Moved } from '../../../protocol/tasks/task.ts';

/** What those who look at a task have not been told yet: that somebody else has moved it. */
export class Hands {
  /** By their hands: a client's own, or that of several that are one to a person. */
  readonly #news = new Map<string, Moved | undefined>();
  readonly #hands = new Map<string, string>();

  /** A client that may move it. */
  enter(clientId: string, hand: string): void {
    this.#hands.set(clientId, hand);
  }

  /** A client has moved it; undefined for the user of the editor. */
  moved(by: string | undefined): void {
    const mover = by === undefined ? undefined : this.#hands.get(by);
    for (const [hand, news] of this.#news)
      if (hand !== mover)
        this.#news.set(hand, { ...(by !== undefined && { by }), times: (news?.times ?? 0) + 1 });
  }

  /** What is new to the client, once; from now on it knows. Undefined where nobody else has moved it. */
  tell(clientId: string): Moved | undefined {
    const hand = this.#hands.get(clientId) ?? clientId;
    const news = this.#news.get(hand);
    this.#news.set(hand, undefined);
    return news;
  }

  leave(clientId: string): void {
    this.#hands.delete(clientId);
    this.#news.delete(clientId);
  }
}
