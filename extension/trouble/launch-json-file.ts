import * as vscode from 'vscode';
import { launchJsonIn } from '../launch-configurations.ts';
import { offsetOf, overrideEdits } from './launch-json.ts';

type FromLaunchJson = Pick<vscode.DebugSession, 'configuration' | 'workspaceFolder'>;

/** The launch.json that has the configuration of a session, as far as its name tells; undefined where none has. */
export async function launchJsonOf({
  configuration,
  workspaceFolder,
}: FromLaunchJson): Promise<vscode.TextDocument | undefined> {
  if (!workspaceFolder) return undefined;
  try {
    const document = await vscode.workspace.openTextDocument(launchJsonIn(workspaceFolder));
    return offsetOf(document.getText(), configuration.name) === undefined ? undefined : document;
  } catch {
    // There is none.
    return undefined;
  }
}

/** Shows a launch.json where the configuration of a session begins. */
export async function showConfiguration(document: vscode.TextDocument, name: string): Promise<void> {
  const at = document.positionAt(offsetOf(document.getText(), name) ?? 0);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
}

/** Puts an override into a configuration, for the user to look at and to save. */
export async function addOverride(
  document: vscode.TextDocument,
  name: string,
  pattern: string,
  place: string,
): Promise<void> {
  const edits = overrideEdits(document.getText(), name, pattern, place) ?? [];
  const edit = new vscode.WorkspaceEdit();
  for (const { offset, length, content } of edits) {
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    edit.replace(document.uri, range, content);
  }
  await vscode.workspace.applyEdit(edit);
  await showConfiguration(document, name);
}
