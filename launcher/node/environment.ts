/**
 * How the adapter speaks to the bootstrap: environment variables, because they reach the program through any wrapper.
 * The bootstrap removes them all before the program's first line, and adds them again to the environment of each process
 * that the program starts.
 */
export const Env = {
  /** JSON array: `["--ipc", "unix", "--ipc-path", "…"]`. */
  launcherArgs: 'TANDEM_LAUNCHER_ARGS',
  /** The session's secret. */
  token: 'TANDEM_TOKEN',
  /** The words of NODE_OPTIONS that load the bootstrap; what else stands there is the user's own. */
  preload: 'TANDEM_PRELOAD',
  /** `1`: report the exit code over the wire. */
  reportExit: 'TANDEM_REPORT_EXIT',
  /** `1`: what the program starts is debugged too. */
  follow: 'TANDEM_FOLLOW',
  /** Id of the process of the program that started this one; absent for the program itself. */
  parent: 'TANDEM_PARENT',
  /** `1`: not in the process group of the program, whose signals do not reach it. */
  apart: 'TANDEM_APART',
  /** `pid:key`: the adapter's process, which reads the output of the one it starts, and the key of its frames. */
  output: 'TANDEM_OUTPUT',
} as const;
