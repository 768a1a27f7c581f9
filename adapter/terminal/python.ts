import { TandemError } from '../../protocol/errors.ts';
import { mergeEnvironment } from '../launch/environment.ts';
import { findPython } from '../launch/runtimes/find-python.ts';
import { activation } from '../launch/runtimes/python-environments.ts';
import type { LogLine } from '../util/log-line.ts';
import type { OwnVariables } from './environment.ts';

/** Whose Python the terminal is to have. */
export interface TerminalPython {
  /** The interpreter that the user has chosen there, or its environment; undefined where one is to be looked for. */
  readonly chosen: string | undefined;
  readonly folder: string;
}

/**
 * What has `python` mean in a terminal what a launch in `folder` means: its environment is active, if it is in one; null
 * removes. A terminal is of use without, too.
 */
export function activePython(
  { chosen, folder }: TerminalPython,
  own: OwnVariables,
  log: LogLine,
): Readonly<Record<string, string | null>> {
  const env = mergeEnvironment([process.env, { ...own }]);
  const asked = chosen === undefined ? undefined : { setting: 'python', path: chosen };
  try {
    return activation(findPython({ asked, cwd: folder, home: folder, env }), env);
  } catch (reason) {
    log(`terminal: no Python: ${TandemError.from(reason).message}`);
    return {};
  }
}
