import * as vscode from 'vscode';
import { showsProgram } from './languages.ts';

/** The `when` of the view. */
const KEY = 'tandem.isRelevant';

/**
 * The view is for windows in which there is something for Tandem to do. From then on it stays: it does not come and go with
 * the files that are looked at.
 */
export class Relevance implements vscode.Disposable {
  readonly #hasSomething: () => boolean;
  #listening: vscode.Disposable | undefined;

  constructor(hasSomething: () => boolean) {
    this.#hasSomething = hasSomething;
    this.#listening = vscode.window.onDidChangeActiveTextEditor(() => this.look());
    this.look();
  }

  look(): void {
    if (!this.#listening || !(showsProgram() || this.#hasSomething())) return;
    this.dispose();
    void vscode.commands.executeCommand('setContext', KEY, true);
  }

  dispose(): void {
    this.#listening?.dispose();
    this.#listening = undefined;
  }
}
