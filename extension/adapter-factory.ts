import * as vscode from 'vscode';
import type { TandemDebugSession } from '../adapter/session/create-session.ts';
import { SharedSession } from '../automation/dap/shared/shared-session.ts';
import { InlineAdapter } from './inline-adapter.ts';
import { reportLaunchFailure } from './launch-failure.ts';
import { loadAdapter } from './load-adapter.ts';
import type { Log } from './log.ts';
import type { Sessions } from './sessions.ts';

/** Runs each session inside this very process: no adapter to start, no channel to it. */
export class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  readonly #launcherDirectory: string;
  readonly #log: Log;
  readonly #sessions: Sessions;
  readonly #open = new Set<TandemDebugSession>();

  constructor(launcherDirectory: string, log: Log, sessions: Sessions) {
    this.#launcherDirectory = launcherDirectory;
    this.#log = log;
    this.#sessions = sessions;
  }

  createDebugAdapterDescriptor(session: vscode.DebugSession): vscode.DebugAdapterDescriptor {
    const debugSession = loadAdapter().createDebugSession({
      launcherDirectory: this.#launcherDirectory,
      log: (line) => this.#log.info(`[${session.name}] ${line}`),
    });
    this.#open.add(debugSession);
    void debugSession.ended.then(() => this.#open.delete(debugSession));
    const running = this.#sessions.add(session, new SharedSession(debugSession));
    return new vscode.DebugAdapterInlineImplementation(
      new InlineAdapter(running.shared, (failure) => reportLaunchFailure(running, failure, this.#log)),
    );
  }

  /** Ends all sessions; resolves when their programs have ended. */
  async endAll(): Promise<void> {
    for (const session of this.#open) session.dispose();
    await Promise.all([...this.#open].map((session) => session.ended));
  }
}
