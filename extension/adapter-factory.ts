import * as vscode from 'vscode';
import type { Adapter } from '../automation/dap/dap-client.ts';
import { SharedSession } from '../automation/dap/shared/shared-session.ts';
import { InlineAdapter } from './inline-adapter.ts';
import { reportLaunchFailure } from './launch-failure.ts';
import { loadAdapter } from './load-adapter.ts';
import { loadAutomation } from './load-automation.ts';
import type { Log } from './log.ts';
import type { Sessions } from './sessions.ts';

/**
 * Runs each session inside this very process: no adapter to start, no channel to it. Only who works on Tandem has one run
 * by an adapter elsewhere.
 */
export class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  readonly #launcherDirectory: string;
  readonly #log: Log;
  readonly #sessions: Sessions;
  #adapter: ReturnType<typeof loadAdapter> | undefined;
  readonly #open = new Set<Adapter>();

  constructor(launcherDirectory: string, log: Log, sessions: Sessions) {
    this.#launcherDirectory = launcherDirectory;
    this.#log = log;
    this.#sessions = sessions;
  }

  createDebugAdapterDescriptor(
    session: vscode.DebugSession,
  ): vscode.DebugAdapterDescriptor | Promise<vscode.DebugAdapterDescriptor> {
    if (isForDev(session)) return this.#devDescriptor(session);
    this.#adapter = loadAdapter();
    const debugSession = this.#adapter.createDebugSession({
      launcherDirectory: this.#launcherDirectory,
      configuration: session.configuration,
      log: (line) => this.#log.info(`[${session.name}] ${line}`),
    });
    return this.#descriptor(session, debugSession);
  }

  async #devDescriptor(session: vscode.DebugSession): Promise<vscode.DebugAdapterDescriptor> {
    return this.#descriptor(session, await loadAutomation().devAdapter());
  }

  #descriptor(session: vscode.DebugSession, adapter: Adapter): vscode.DebugAdapterDescriptor {
    this.#open.add(adapter);
    void adapter.ended.then(() => this.#open.delete(adapter));
    const running = this.#sessions.add(session, new SharedSession(adapter));
    return new vscode.DebugAdapterInlineImplementation(
      new InlineAdapter(running.shared, (failure) => reportLaunchFailure(running, failure, this.#log)),
    );
  }

  /** Ends all sessions, and what is kept ready for the next; resolves when their programs have ended. */
  async endAll(): Promise<void> {
    for (const session of this.#open) session.dispose();
    await Promise.all([...this.#open].map((session) => session.ended));
    this.#adapter?.dropSpare();
  }
}

/** A child process is debugged where its parent is. */
const isForDev = ({ configuration, parentSession }: vscode.DebugSession): boolean =>
  configuration.adapter === 'dev' || (parentSession !== undefined && isForDev(parentSession));
