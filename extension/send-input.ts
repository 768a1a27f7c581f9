import * as vscode from 'vscode';
import { DEBUG_TYPE } from './debug-type.ts';
import { showFailure } from './failed-request.ts';

/** Asks for a line, and sends it to the standard input of the program that is being debugged. */
export async function sendInput(): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== DEBUG_TYPE) {
    void vscode.window.showInformationMessage('No program runs under Tandem.');
    return;
  }
  const line = await vscode.window.showInputBox({
    title: `Input for ${session.name}`,
    prompt: 'One line for the standard input of the program',
    ignoreFocusOut: true,
  });
  if (line === undefined) return;
  try {
    await session.customRequest('tandem.stdin', { text: `${line}\n` });
  } catch (error) {
    showFailure(error);
  }
}
