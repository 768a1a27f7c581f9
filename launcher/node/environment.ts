/**
 * How the adapter speaks to the bootstrap: environment variables, because they reach the program through any wrapper.
 * The bootstrap removes them all before the program's first line.
 */
export const Env = {
  /** JSON array: `["--ipc", "unix", "--ipc-path", "…"]`. */
  launcherArgs: 'TANDEM_LAUNCHER_ARGS',
  /** The session's secret. */
  token: 'TANDEM_TOKEN',
  /** The user's own NODE_OPTIONS; absent when there was none. */
  nodeOptions: 'TANDEM_NODE_OPTIONS',
  /** `1`: report the exit code over the wire. */
  reportExit: 'TANDEM_REPORT_EXIT',
} as const;
