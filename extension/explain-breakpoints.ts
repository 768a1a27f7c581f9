import * as vscode from 'vscode';
import { DEBUG_TYPE } from './debug-type.ts';

/** Opens a document that tells all that is known of the breakpoints of the active session. */
export async function explainBreakpoints(): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== DEBUG_TYPE) {
    void vscode.window.showInformationMessage('No program runs under Tandem.');
    return;
  }
  try {
    const { text } = (await session.customRequest('tandem.breakpointStory')) as { text: string };
    const content = `Breakpoints of ${session.name}\n\n${text}`;
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}
