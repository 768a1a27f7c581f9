import * as vscode from 'vscode';
import { DEBUG_TYPE } from './debug-type.ts';
import { SessionRecord } from './session-record.ts';
import type { Sessions } from './sessions.ts';

/** Sessions that are remembered, those that run included only while there is room. */
const MOST = 12;

/** What is known of the sessions of this window: those that run, and those that ended since the last one was begun. */
export class SessionRecords implements vscode.DebugAdapterTrackerFactory, vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #records: SessionRecord[] = [];
  readonly #changed = new vscode.EventEmitter<{ readonly record: SessionRecord; readonly event: string }>();
  readonly #registration = vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, this);
  /** With the name of the adapter's event, or `begun`, or `moved`. */
  readonly onDidChange = this.#changed.event;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  /** The one that began last comes last. */
  get all(): readonly SessionRecord[] {
    return this.#records;
  }

  /** Called by the editor when a session has its adapter, before anything is said to it. */
  createDebugAdapterTracker(session: vscode.DebugSession): vscode.DebugAdapterTracker | undefined {
    const running = [...this.#sessions.running].findLast((one) => one.session.id === session.id);
    if (!running) return undefined;
    this.#makeRoom(session);
    const record = new SessionRecord(running, (changed, event) =>
      this.#changed.fire({ record: changed, event }),
    );
    void running.shared.ended.then(() => record.end());
    this.#records.push(record);
    if (this.#records.length === 1)
      void vscode.commands.executeCommand('setContext', 'tandem.hasDebugged', true);
    this.#changed.fire({ record, event: 'begun' });
    return record;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  /** A session that is begun when nothing runs begins a new chapter. */
  #makeRoom({ parentSession }: vscode.DebugSession): void {
    if (!parentSession && this.#records.every(({ isOver }) => isOver)) this.#records.length = 0;
    while (this.#records.length >= MOST) {
      const over = this.#records.findIndex(({ isOver }) => isOver);
      this.#records.splice(Math.max(over, 0), 1);
    }
  }
}
