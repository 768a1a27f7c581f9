import * as vscode from 'vscode';
import type { LaunchFailure } from './inline-adapter.ts';
import type { Log } from './log.ts';
import type { Running } from './sessions.ts';

interface Action extends vscode.MessageItem {
  run(): void;
}

/** The user stopped the session before the program ran: nothing has failed. */
const EXPECTED: ReadonlySet<string> = new Set(['session.ended', 'session.cancelled']);

/** Tells the user why the program does not run, with a way to what can be done about it. */
export async function reportLaunchFailure(
  { session, log: ofSession, isFromOutside }: Running,
  { code, text }: LaunchFailure,
  log: Log,
): Promise<void> {
  if (EXPECTED.has(code)) return;
  ofSession.log('error', `${text} (${code})`);
  if (isFromOutside) return;
  const openLog: Action = { title: 'Open Log', run: () => log.show() };
  const actions = isFromLaunchJson(session) ? [OPEN_LAUNCH_JSON, openLog] : [openLog];
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
  const known = vscode.workspace
    .getConfiguration('launch', workspaceFolder)
    .get<readonly vscode.DebugConfiguration[]>('configurations', []);
  return known.some(({ type, name }) => type === configuration.type && name === configuration.name);
}
