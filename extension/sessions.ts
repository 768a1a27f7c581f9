import * as vscode from 'vscode';
import { DEBUG_TYPE } from './debug-type.ts';

/**
 * The programs that are being debugged. VS Code announces a session to extensions only after all of its start, when the
 * program may have run for seconds; so they are known by their adapters.
 */
export class Sessions implements vscode.Disposable {
  /** By the end of its adapter: a session that is restarted gets another one. */
  readonly #running = new Map<Promise<unknown>, vscode.DebugSession>();
  readonly #ended = new vscode.EventEmitter<vscode.DebugSession>();
  readonly onDidEnd = this.#ended.event;

  /** A session has an adapter, until `end`. */
  add(session: vscode.DebugSession, end: Promise<unknown>): void {
    this.#running.set(end, session);
    void end.then(() => {
      this.#running.delete(end);
      this.#ended.fire(session);
    });
  }

  get all(): ReadonlySet<vscode.DebugSession> {
    return new Set(this.#running.values());
  }

  /** The one in the editor's focus; that comes late, so until then the last that began. Without one, says so. */
  active(): vscode.DebugSession | undefined {
    const focused = vscode.debug.activeDebugSession;
    const session = focused?.type === DEBUG_TYPE ? focused : [...this.all].at(-1);
    if (!session) void vscode.window.showInformationMessage('No program runs under Tandem.');
    return session;
  }

  dispose(): void {
    this.#ended.dispose();
  }
}
