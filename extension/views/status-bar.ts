import * as vscode from 'vscode';
import { showsProgram } from './languages.ts';
import type { Status } from './model/status.ts';

/** What the session in focus rides in, and whether what is started next runs in-process: a click changes that. */
export class StatusBar implements vscode.Disposable {
  readonly #status: () => Status;
  readonly #isBusy: () => boolean;
  readonly #item: vscode.StatusBarItem;
  readonly #listening: vscode.Disposable;

  /** @param isBusy whether something runs: else it is shown beside files that could */
  constructor(status: () => Status, isBusy: () => boolean) {
    this.#status = status;
    this.#isBusy = isBusy;
    // On the left, right of what VS Code itself says of debugging.
    this.#item = vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Left, 20);
    this.#item.name = 'Tandem';
    this.#item.command = 'tandem.toggleInProcess';
    this.#listening = vscode.window.onDidChangeActiveTextEditor(() => this.refresh());
    this.refresh();
  }

  refresh(): void {
    if (!this.#isBusy() && !showsProgram()) {
      this.#item.hide();
      return;
    }
    const { text, tooltip, spoken } = this.#status();
    const said = new vscode.MarkdownString(tooltip.join('\n\n'), true);
    this.#item.text = text;
    this.#item.tooltip = said;
    this.#item.accessibilityInformation = { label: spoken, role: 'button' };
    this.#item.show();
  }

  dispose(): void {
    this.#listening.dispose();
    this.#item.dispose();
  }
}
