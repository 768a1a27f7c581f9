import type { Client, Conversation } from '../conversation.ts';

/** A way by which clients come to a dev adapter. */
export interface Way {
  /** Takes no more clients, and what is not heard yet is not said any more. */
  close(): void;
}

/** Begins a conversation with somebody new; `how` he has come is told to who watches. */
export type Open = (client: Client, how: () => string) => Conversation;
