import * as vscode from 'vscode';
import { configurationFor, documentInFront, problemWith } from './current-file.ts';

export type Manner = 'debug' | 'debugInProcess' | 'run';

/** The editor's title menu says which file it belongs to; the palette means the one in front. */
export async function runFile(file: vscode.Uri | undefined, manner: Manner): Promise<boolean> {
  const document = await onDisk(
    file ? await vscode.workspace.openTextDocument(file) : await documentInFront(),
  );
  if (document === 'unsaved') return false;
  const problem = problemWith(document);
  if (problem !== undefined || !document) {
    void vscode.window.showErrorMessage(problem!);
    return false;
  }
  const configuration = configurationFor(document, manner === 'run' ? 'run' : 'debug');
  return vscode.debug.startDebugging(
    vscode.workspace.getWorkspaceFolder(document.uri),
    manner === 'debugInProcess' ? { ...configuration, inProcess: true } : configuration,
    { noDebug: manner === 'run' },
  );
}

/** As before F5: VS Code asks where a new file is to be saved. It says no more about it when the user leaves that. */
async function onDisk(
  document: vscode.TextDocument | undefined,
): Promise<vscode.TextDocument | 'unsaved' | undefined> {
  if (!document?.isUntitled) return document;
  const saved = await vscode.workspace.save(document.uri);
  return saved ? vscode.workspace.openTextDocument(saved) : 'unsaved';
}
