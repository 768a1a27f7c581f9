import * as vscode from 'vscode';

/** What others may do with the debug runs of this window: the setting `tandem.automation.access`. */
export type Access = 'full' | 'readOnly' | 'off';

export const access = (): Access =>
  vscode.workspace.getConfiguration('tandem').get<Access>('automation.access', 'full');

export const onAccessChange = (listener: () => void): vscode.Disposable =>
  vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('tandem.automation.access')) listener();
  });
