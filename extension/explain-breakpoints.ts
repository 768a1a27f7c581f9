import * as vscode from 'vscode';
import type { Sessions } from './sessions.ts';

/** Opens a document that tells all that is known of the breakpoints of the active session. */
export async function explainBreakpoints(sessions: Sessions): Promise<void> {
  const session = sessions.active();
  if (!session) return;
  try {
    const { text } = (await session.customRequest('tandem.breakpointStory')) as { text: string };
    const content = `Breakpoints of ${session.name}\n\n${text}`;
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}
