import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import { inProcessInstead } from './in-process-instead.ts';
import type { LaunchFailure } from './inline-adapter.ts';
import { configurationsIn } from './launch-configurations.ts';
import type { Log } from './log.ts';
import type { Running } from './sessions.ts';
import type { AsWritten, Written } from './views/as-written.ts';

interface Action extends vscode.MessageItem {
  run(): void;
}

/** The user stopped the session before the program ran: nothing has failed. */
const EXPECTED: ReadonlySet<string> = new Set(['session.ended', 'session.cancelled']);

/**
 * Tells the user why the program does not run, with ways to what can be done about it.
 * @returns the same for the debug console, where it stays
 */
export function tellLaunchFailure(
  running: Running,
  failure: LaunchFailure,
  written: AsWritten,
  log: Log,
): DebugProtocol.OutputEvent['body'] | undefined {
  const { code, text } = failure;
  if (EXPECTED.has(code)) return undefined;
  running.log.log('error', `${text} (${code})`);
  if (!running.isFromOutside) void showMessage(running.session, failure, written.of(running.session), log);
  return { category: 'stderr', output: `${text}\n` };
}

async function showMessage(
  session: vscode.DebugSession,
  { code, text }: LaunchFailure,
  written: Written | undefined,
  log: Log,
): Promise<void> {
  const instead = await inProcessInstead(code, session, written);
  const actions: Action[] = [
    ...(instead ? [instead] : []),
    ...(isFromLaunchJson(session) ? [OPEN_LAUNCH_JSON] : []),
    { title: 'Open Log', run: () => log.show() },
  ];
  // Not modal, as VS Code would: it stays in sight while what it says is put right.
  const chosen = await vscode.window.showErrorMessage(text, ...actions);
  chosen?.run();
}

const OPEN_LAUNCH_JSON: Action = {
  title: "Open 'launch.json'",
  run: () => void vscode.commands.executeCommand('workbench.action.debug.configure'),
};

/** Whether there is a configuration of that name to be corrected, or the session came from an open file. */
function isFromLaunchJson({ configuration, workspaceFolder }: vscode.DebugSession): boolean {
  return configurationsIn(workspaceFolder).some(
    ({ type, name }) => type === configuration.type && name === configuration.name,
  );
}
