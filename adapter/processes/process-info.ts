/** A process of this machine, as far as the system tells. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  /** Id of its user; undefined where the system has none. */
  readonly user: number | undefined;
  /** Path of what runs, or only a name, or empty where that is not ours to know. */
  readonly executable: string;
  /** The words that it was started with, as far as it has not changed them. */
  readonly command: readonly string[];
  /** Its working directory, where it is told. */
  readonly cwd: string | undefined;
  /** When it was started, in milliseconds since 1970; 0 where that is not told. */
  readonly started: number;
}
