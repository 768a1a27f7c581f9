import { basename } from 'node:path';
import * as vscode from 'vscode';
import { DEBUG_TYPE } from './debug-type.ts';
import { LANGUAGES } from './languages.ts';

/** The file in front, as `${file}` means it: also when a panel, or the output of something, has the focus. */
export async function documentInFront(): Promise<vscode.TextDocument | undefined> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText)
    return Promise.resolve(vscode.workspace.openTextDocument(input.uri)).catch(() => undefined);
  return vscode.window.activeTextEditor?.document;
}

/** Whether it could be run if it were a file on disk. */
export const isOfOurLanguages = ({ languageId }: vscode.TextDocument): boolean =>
  LANGUAGES.includes(languageId);

export const configurationFor = (
  { uri }: vscode.TextDocument,
  manner: 'debug' | 'run' = 'debug',
): vscode.DebugConfiguration =>
  withConsole({
    type: DEBUG_TYPE,
    request: 'launch',
    name: `${manner === 'run' ? 'Run' : 'Debug'} ${basename(uri.fsPath)}`,
    program: uri.fsPath,
  });

/** For what nobody has written down: a terminal may be in front, and what the program writes would be behind it. */
export const withConsole = (configuration: vscode.DebugConfiguration): vscode.DebugConfiguration => ({
  ...configuration,
  internalConsoleOptions: 'openOnSessionStart',
});

/** Why a document cannot be run, and what to do; undefined where it can. */
export function problemWith(document: vscode.TextDocument | undefined): string | undefined {
  if (!document)
    return 'No file is open. Open the JavaScript, TypeScript or Python file that you want to debug.';
  const name = `"${basename(document.fileName)}"`;
  if (document.isUntitled) return `${name} is not saved yet, and Tandem runs files from disk. Save it first.`;
  if (document.uri.scheme !== 'file')
    return `${name} is not a file on disk (it is "${document.uri.scheme}:"), so it cannot be run. Save a copy in your workspace, and debug that.`;
  if (!isOfOurLanguages(document))
    return `${name} is neither JavaScript nor TypeScript nor Python. Open the file that you want to debug, or name it as "program" in a launch.json.`;
  return undefined;
}
