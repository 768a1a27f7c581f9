import * as vscode from 'vscode';
import { isOfOurLanguages } from '../current-file.ts';

/** Whether the editor in front shows something that Tandem could run. */
export function showsProgram(): boolean {
  const { document } = vscode.window.activeTextEditor ?? {};
  return document !== undefined && isOfOurLanguages(document);
}
