import * as vscode from 'vscode';
import { DEBUG_TYPE } from './debug-type.ts';

/** The programs that are being debugged. */
export class Sessions implements vscode.Disposable {
  readonly #running = new Set<vscode.DebugSession>();
  readonly #listening = vscode.Disposable.from(
    vscode.debug.onDidStartDebugSession((session) => {
      if (session.type === DEBUG_TYPE) this.#running.add(session);
    }),
    vscode.debug.onDidTerminateDebugSession((session) => this.#running.delete(session)),
  );

  get all(): ReadonlySet<vscode.DebugSession> {
    return this.#running;
  }

  /** The one in the editor's focus; that comes late, so until then the last that began. Without one, says so. */
  active(): vscode.DebugSession | undefined {
    const focused = vscode.debug.activeDebugSession;
    const session = focused?.type === DEBUG_TYPE ? focused : [...this.#running].at(-1);
    if (!session) void vscode.window.showInformationMessage('No program runs under Tandem.');
    return session;
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
