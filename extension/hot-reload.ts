import * as vscode from 'vscode';
import { isOvertaken } from './failed-request.ts';
import type { Sessions } from './sessions.ts';

interface Reloaded {
  readonly status: 'applied' | 'unchanged' | 'notLoaded';
  readonly message: string;
}

/** How long what came of a save is shown, in milliseconds. */
const SHOWN_FOR = 5000;

/** Puts changed code into the programs that are being debugged, on a command or when it is saved. */
export class HotReload implements vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #listening = vscode.workspace.onDidSaveTextDocument((document) => void this.#saved(document));

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  dispose(): void {
    this.#listening.dispose();
  }

  /** The file in the active editor, saved first. What comes of it is the user's to know. */
  async apply(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || this.#sessions.all.size === 0) {
      void vscode.window.showInformationMessage('No program runs under Tandem that could take over changes.');
      return;
    }
    await document.save();
    for (const session of this.#sessions.all) {
      try {
        void vscode.window.showInformationMessage((await request(session, document)).message);
      } catch (error) {
        if (isOvertaken(error)) continue;
        const restart = 'Restart';
        const chosen = await vscode.window.showWarningMessage((error as Error).message, restart);
        if (chosen === restart) await vscode.commands.executeCommand('workbench.action.debug.restart');
      }
    }
  }

  /** Nobody has asked for more than a save: what comes of it stays in the status bar. */
  async #saved(document: vscode.TextDocument): Promise<void> {
    if (document.uri.scheme !== 'file') return;
    for (const session of this.#sessions.all) {
      if (!reloadsOnSave(session, document)) continue;
      try {
        const { status, message } = await request(session, document);
        if (status === 'applied') vscode.window.setStatusBarMessage(`$(flame) ${message}`, SHOWN_FOR);
      } catch (error) {
        // One that ended in the meantime has nothing to say.
        if (isOvertaken(error) || !this.#sessions.all.has(session)) continue;
        vscode.window.setStatusBarMessage(`$(warning) ${(error as Error).message}`, SHOWN_FOR);
      }
    }
  }
}

const request = (session: vscode.DebugSession, { uri }: vscode.TextDocument): Thenable<Reloaded> =>
  session.customRequest('tandem.hotReload', { path: uri.fsPath });

function reloadsOnSave({ configuration }: vscode.DebugSession, { uri }: vscode.TextDocument): boolean {
  if (configuration.noDebug) return false;
  if (typeof configuration.hotReload === 'boolean') return configuration.hotReload;
  return vscode.workspace.getConfiguration('tandem', uri).get('hotReload') === 'onSave';
}
