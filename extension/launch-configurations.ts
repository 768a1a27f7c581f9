import * as vscode from 'vscode';

export interface Launches {
  readonly configurations?: readonly vscode.DebugConfiguration[];
  readonly compounds?: readonly { readonly name: string; readonly configurations: readonly unknown[] }[];
}

/** What can be started in a folder: of its launch.json, of the settings of the workspace, and of those of the user. */
export function launchesIn(folder: vscode.WorkspaceFolder | undefined): readonly Launches[] {
  const found = vscode.workspace.getConfiguration(undefined, folder).inspect<Launches>('launch');
  const places = [found?.workspaceFolderValue, found?.workspaceValue, found?.globalValue];
  return places.filter((place) => place !== undefined);
}

/** Those of the same name included, the nearest first. */
export const configurationsIn = (
  folder: vscode.WorkspaceFolder | undefined,
): readonly vscode.DebugConfiguration[] =>
  launchesIn(folder).flatMap(({ configurations = [] }) => configurations);

export const launchJsonIn = ({ uri }: vscode.WorkspaceFolder): vscode.Uri =>
  vscode.Uri.joinPath(uri, '.vscode', 'launch.json');
