import * as vscode from 'vscode';
import type { Sessions } from './sessions.ts';

const PROGRESS = { location: vscode.ProgressLocation.Notification, title: 'Taking a heap snapshot…' };

/** Saves the heap of the active session and shows it; resolves with its path. */
export async function takeHeapSnapshot(sessions: Sessions): Promise<string | undefined> {
  const session = sessions.active();
  if (!session) return undefined;
  try {
    const { path } = await vscode.window.withProgress(
      PROGRESS,
      () => session.customRequest('tandem.heapSnapshot', {}) as Thenable<{ readonly path: string }>,
    );
    // It is saved, whatever becomes of the editor.
    void vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
    return path;
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
