import * as vscode from 'vscode';
import { openExamples } from './examples.ts';

export function registerWelcome(context: vscode.ExtensionContext): vscode.Disposable[] {
  return [
    vscode.commands.registerCommand('tandem.openExamples', () => openExamples(context)),
    vscode.commands.registerCommand('tandem.getStarted', () =>
      vscode.commands.executeCommand(
        'workbench.action.openWalkthrough',
        `${context.extension.id}#start`,
        false,
      ),
    ),
  ];
}
