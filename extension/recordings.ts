import * as vscode from 'vscode';
import { showFailure } from './failed-request.ts';

/** Has a recording saved, which may take long, and opens the file in the viewer that the editor has for it. */
export async function showRecording(
  save: () => Thenable<{ readonly path: string }>,
): Promise<string | undefined> {
  try {
    const { path } = await save();
    // It is saved, whatever becomes of the editor.
    void vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
    return path;
  } catch (error) {
    showFailure(error);
    return undefined;
  }
}
