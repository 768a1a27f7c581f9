/** Something that serves clients until it is done, or closed. */
export interface Service {
  /** Resolves when there is nothing more to do and every message was handed over. */
  readonly done: Promise<void>;
  /** Ends every session with its program; called again, at once. */
  close(): void;
}
