import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../debug-type.ts';
import { LANGUAGES } from '../languages.ts';
import { hovers } from './hovers.ts';
import { inlineValues } from './inline-values.ts';
import { forgetReading } from './readings.ts';

/**
 * Values in the source of the program, while a session of ours is in the editor's focus: where there is a provider, VS Code's
 * own rules are off for all debuggers.
 */
export function valuesInTheEditor(): vscode.Disposable[] {
  let registered: vscode.Disposable | undefined;
  const leave = (): void => {
    registered?.dispose();
    registered = undefined;
    forgetReading();
  };
  const follow = (): void => {
    if (vscode.debug.activeDebugSession?.type === DEBUG_TYPE) registered ??= register();
    else leave();
  };
  follow();
  return [vscode.debug.onDidChangeActiveDebugSession(follow), new vscode.Disposable(leave)];
}

const register = (): vscode.Disposable =>
  vscode.Disposable.from(
    vscode.languages.registerEvaluatableExpressionProvider(LANGUAGES, hovers),
    vscode.languages.registerInlineValuesProvider(LANGUAGES, inlineValues),
  );
