/**
 * How the adapter speaks to the bootstrap: environment variables, because they reach the program through any wrapper.
 * The bootstrap removes them all before the program's first line, and adds them again to the environment of each process
 * that the program starts.
 */
export const Env = {
  /** A file, as JSON: the variables below that are not in the environment, where others could read them there. */
  session: 'TANDEM_SESSION',
  /** JSON array: `["--ipc", "unix", "--ipc-path", "…"]`. */
  launcherArgs: 'TANDEM_LAUNCHER_ARGS',
  /** The session's secret. */
  token: 'TANDEM_TOKEN',
  /** The words of NODE_OPTIONS that load the bootstrap; what else stands there is the user's own. */
  preload: 'TANDEM_PRELOAD',
  /** The directory in PYTHONPATH that brings Python along; what else stands there is the user's own. */
  pythonPath: 'TANDEM_PYTHONPATH',
  /** `1`: report the exit code over the wire. */
  reportExit: 'TANDEM_REPORT_EXIT',
  /** `1`: what the program starts is debugged too. */
  follow: 'TANDEM_FOLLOW',
  /** Id of the process of the program that started this one; absent for the program itself. */
  parent: 'TANDEM_PARENT',
  /** `1`: not in the process group of the program, whose signals do not reach it. */
  apart: 'TANDEM_APART',
  /**
   * Only in a debug terminal, where whoever has something to type types it: what is not debugged itself, though what it
   * starts is, as names of packages with commas between. Package managers and prompts are not in any case.
   */
  skip: 'TANDEM_SKIP',
  /** `pid:key`: the adapter's process, which reads the output of the one it starts, and the key of its frames. */
  output: 'TANDEM_OUTPUT',
  /** A file: the program notes its process id there, and in the end its exit code. Only where there is no debugging. */
  notes: 'TANDEM_NOTES',
  /** Instead of `launcherArgs`: where to wait for debuggers, an endpoint, a transport's name, or `auto`. */
  listen: 'TANDEM_LISTEN',
  /** `1`: one that listens is held before its first line until a debugger is ready. */
  wait: 'TANDEM_WAIT',
  /** `1`: one that listens does not say so. */
  quiet: 'TANDEM_QUIET',
  /** `1`: one that listens may do so where other machines can reach it. */
  allowNonLoopback: 'TANDEM_ALLOW_NON_LOOPBACK',
} as const;

/** A variable, removed from the environment that the program will see. */
export function take(name: string): string | undefined {
  const value = process.env[name];
  delete process.env[name];
  return value;
}
