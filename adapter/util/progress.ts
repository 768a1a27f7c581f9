/** How far a piece of work is. What is left out stays as it was told last. */
export interface Stage {
  /** From 0 to 100. */
  readonly percentage?: number;
  readonly message?: string;
}

/**
 * Shows the user work that takes a while, under a title like "Loading Python". The work is told to stop by the signal: the
 * user has cancelled it, or the session ends. Settles as the work does.
 */
export type ShowProgress = <T>(
  title: string,
  work: (tell: (stage: Stage) => void, signal: AbortSignal) => Promise<T>,
  options?: ProgressOptions,
) => Promise<T>;

export interface ProgressOptions {
  /** How long the work may take before anybody is told of it, in milliseconds. */
  readonly patience?: number;
  /** Whether the user may give it up; otherwise only the end of the session does. */
  readonly cancellable?: boolean;
}
