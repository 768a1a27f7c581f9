/** One message of a session, without any value in it. */
export interface Happened {
  /** In milliseconds since the session began. */
  readonly at: number;
  /** `ask` and `answer` are requests of the editor's and what they were answered; `event`, what the adapter has said. */
  readonly kind: 'ask' | 'answer' | 'event';
  readonly what: string;
  /** How long an answer took, in milliseconds. */
  readonly ms?: number;
  /** Why a request failed. */
  readonly problem?: string;
}
