import * as vscode from 'vscode';
import type { ProfileKind } from '../protocol/commands.ts';
import { showFailure } from './failed-request.ts';
import { showRecording } from './recordings.ts';
import type { Sessions } from './sessions.ts';

/** What each kind is called where it is seen, and how its recording is ended. */
const KINDS: Readonly<Record<ProfileKind, { readonly title: string; readonly stop: string }>> = {
  cpu: { title: 'CPU profile', stop: 'tandem.stopCpuProfile' },
  'heap-sampling': { title: 'allocation profile', stop: 'tandem.stopAllocationProfile' },
};

interface Recording {
  readonly session: vscode.DebugSession;
  /** Says that it runs; a click on it ends it. */
  readonly sign: vscode.StatusBarItem;
}

/** Records where time and memory go, one recording of each kind at a time. */
export class Profiling implements vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #recordings = new Map<ProfileKind, Recording>();
  readonly #listening: vscode.Disposable;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    this.#listening = sessions.onDidEnd((session) => {
      for (const [kind, recording] of this.#recordings) if (recording.session === session) this.#forget(kind);
    });
  }

  dispose(): void {
    this.#listening.dispose();
    for (const kind of this.#recordings.keys()) this.#forget(kind);
  }

  /** Begins to record the active session. */
  async start(kind: ProfileKind): Promise<void> {
    const session = this.#sessions.active();
    if (!session) return;
    try {
      await session.customRequest('tandem.startProfile', { kind });
    } catch (error) {
      showFailure(error);
      return;
    }
    // It may have ended while it answered.
    if (!this.#sessions.all.has(session)) return;
    this.#recordings.get(kind)?.sign.dispose();
    this.#recordings.set(kind, { session, sign: signFor(kind, session) });
    setContext(kind, true);
  }

  /** Saves what was recorded and shows it; resolves with its path. */
  async stop(kind: ProfileKind): Promise<string | undefined> {
    const session = this.#recordings.get(kind)?.session ?? this.#sessions.active();
    if (!session) return undefined;
    const path = await showRecording(() => session.customRequest('tandem.stopProfile', { kind }));
    if (path !== undefined) this.#forget(kind);
    return path;
  }

  #forget(kind: ProfileKind): void {
    this.#recordings.get(kind)?.sign.dispose();
    this.#recordings.delete(kind);
    setContext(kind, false);
  }
}

/** The palette offers to begin a recording or to end it, by what the manifest says of these. */
const setContext = (kind: ProfileKind, value: boolean): void =>
  void vscode.commands.executeCommand('setContext', `tandem.recording.${kind}`, value);

function signFor(kind: ProfileKind, { name }: vscode.DebugSession): vscode.StatusBarItem {
  const { title, stop } = KINDS[kind];
  const sign = vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Left);
  sign.text = `$(record) Recording ${title}`;
  sign.tooltip = `Stop and save the ${title} of ${name}`;
  sign.accessibilityInformation = {
    label: `Recording a ${title} of ${name}: stop and save it`,
    role: 'button',
  };
  sign.command = stop;
  sign.show();
  return sign;
}
