import type { Meeting } from '../backend/children-listener.ts';
import { findPythonFollower } from '../launch/launcher-files.ts';
import { preloadEnvironment, preloadOptions, pythonEnvironment } from '../launch/node-options.ts';

/** The variables that we put something in front of, as they are without us. */
export interface OwnVariables {
  readonly NODE_OPTIONS?: string | undefined;
  readonly PYTHONPATH?: string | undefined;
  readonly PATH?: string | undefined;
}

/** Null removes a variable. */
export type TerminalEnvironment = Readonly<Record<string, string | null>>;

/**
 * What brings each Node and Python that is started in a terminal to us. Where we are gone, whatever has these runs as it
 * would without them: each counts as a child, which comes if it can.
 */
export function terminalEnvironment(
  { launcherArgs, token }: Meeting,
  {
    launcherDirectory,
    preload,
    own,
    skipped,
  }: {
    readonly launcherDirectory?: string | undefined;
    readonly preload: string;
    readonly own: OwnVariables;
    readonly skipped: readonly string[];
  },
): TerminalEnvironment {
  return {
    ...preloadEnvironment(preload, withoutOurs(own.NODE_OPTIONS, preloadOptions(preload))),
    // Windows has no way to begin a process anew, which is how Python comes.
    ...(process.platform !== 'win32' &&
      pythonEnvironment(findPythonFollower(launcherDirectory), own.PYTHONPATH)),
    TANDEM_LAUNCHER_ARGS: JSON.stringify(launcherArgs),
    TANDEM_TOKEN: token,
    TANDEM_REPORT_EXIT: '1',
    TANDEM_FOLLOW: '1',
    TANDEM_PARENT: String(process.pid),
    // A shell gives each command a group of its own.
    TANDEM_APART: '1',
    TANDEM_SKIP: skipped.join(','),
  };
}

/** An editor that was started from such a terminal has them in its own environment. */
const withoutOurs = (options: string | undefined, ours: string): string | undefined =>
  options?.replace(ours, '').trim() || undefined;
