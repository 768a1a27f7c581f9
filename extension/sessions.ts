import * as vscode from 'vscode';
import type { SharedSession } from '../automation/dap/shared/shared-session.ts';
import type { Logger } from './log.ts';

/** A session of the editor, and what is behind it. */
export interface Running {
  readonly session: vscode.DebugSession;
  readonly shared: SharedSession;
  readonly log: Logger;
  /** Whoever has started it is told what keeps it from running; the user of the editor has asked for nothing. */
  isFromOutside: boolean;
}

/**
 * The programs that are being debugged. VS Code announces a session to extensions only after all of its start, when the
 * program may have run for seconds; so they are known by their adapters.
 */
export class Sessions implements vscode.Disposable {
  /** A session that is restarted may get another adapter. */
  readonly #running = new Set<Running>();
  readonly #begun = new vscode.EventEmitter<Running>();
  readonly #ended = new vscode.EventEmitter<vscode.DebugSession>();
  /** Before it has said anything. */
  readonly onDidBegin = this.#begun.event;
  readonly onDidEnd = this.#ended.event;

  /** A session has an adapter, until that ends. */
  add(session: vscode.DebugSession, shared: SharedSession, log: Logger): Running {
    const running: Running = { session, shared, log, isFromOutside: false };
    this.#running.add(running);
    void shared.ended.then(() => {
      this.#running.delete(running);
      this.#ended.fire(session);
    });
    this.#begun.fire(running);
    return running;
  }

  get running(): Iterable<Running> {
    return this.#running;
  }

  get all(): ReadonlySet<vscode.DebugSession> {
    return new Set([...this.#running].map(({ session }) => session));
  }

  /**
   * The one in the editor's focus; that comes late, and may stay when its session has ended, so otherwise it is the last
   * that began. Without one, says so.
   */
  active(): vscode.DebugSession | undefined {
    const all = [...this.all];
    const session = all.find(({ id }) => id === vscode.debug.activeDebugSession?.id) ?? all.at(-1);
    if (!session) void vscode.window.showInformationMessage('No program runs under Tandem.');
    return session;
  }

  dispose(): void {
    this.#begun.dispose();
    this.#ended.dispose();
  }
}
