/** One thing that `tandem` can do. */
export interface Command {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** All there is to know, for `tandem NAME --help`. */
  readonly help: () => string;
  /** Resolves with the exit code; what it throws is told to the user. */
  readonly run: (args: readonly string[]) => Promise<number>;
}
