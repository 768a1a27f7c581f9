/** Somebody outside the editor who has to do with a session: an agent, a script. Names are for people. */
export interface Driver {
  readonly startedBy: string | undefined;
  /** Who moves it, and whom it waits for when it stands. */
  readonly heldBy: string | undefined;
}

export const NOBODY: Driver = { startedBy: undefined, heldBy: undefined };
