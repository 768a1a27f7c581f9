/** What is to happen in a program that runs. */
export interface Injection {
  readonly launcherArgs: readonly string[];
  readonly token: string;
  /** The file of the debugger thread. */
  readonly thread: string;
  /** A name that is free in the program: under it the debugger thread finds what it has to undo in the end, and takes it away. */
  readonly key: string;
  /** The inspector's port was opened for this, and is closed as soon as the debugger thread is there. */
  readonly closesPort: boolean;
}
