import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import type { Adapter } from '../automation/dap/dap-client.ts';
import { SharedSession } from '../automation/dap/shared/shared-session.ts';
import { InlineAdapter, type LaunchFailure } from './inline-adapter.ts';
import { loadAdapter } from './load-adapter.ts';
import { loadAutomation } from './load-automation.ts';
import type { Log, Logger } from './log.ts';
import type { Running, Sessions } from './sessions.ts';
import { inProcessNotice } from './views/in-process-choice.ts';

type Words = DebugProtocol.OutputEvent['body'] | undefined;

/** What the window says of its sessions; what is returned is said in their debug consoles. */
export interface Voice {
  launchFailed(running: Running, failure: LaunchFailure): Words;
  /** The program has ended. */
  lastWords(running: Running): Words;
}

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
  readonly #voice: Voice;

  constructor(launcherDirectory: string, log: Log, sessions: Sessions, voice: Voice) {
    this.#launcherDirectory = launcherDirectory;
    this.#log = log;
    this.#sessions = sessions;
    this.#voice = voice;
  }

  createDebugAdapterDescriptor(
    session: vscode.DebugSession,
  ): vscode.DebugAdapterDescriptor | Promise<vscode.DebugAdapterDescriptor> {
    if (isForDev(session)) return this.#devDescriptor(session);
    this.#adapter = loadAdapter();
    const log = this.#log.forSession(session);
    const debugSession = this.#adapter.createDebugSession({
      launcherDirectory: this.#launcherDirectory,
      configuration: session.configuration,
      isTraced: this.#log.isOn('trace'),
      log: (line, level = 'info') => log.log(level, line),
    });
    return this.#descriptor(session, debugSession, log);
  }

  async #devDescriptor(session: vscode.DebugSession): Promise<vscode.DebugAdapterDescriptor> {
    const adapter = await loadAutomation().devAdapter();
    return this.#descriptor(session, adapter, this.#log.forSession(session));
  }

  #descriptor(session: vscode.DebugSession, adapter: Adapter, log: Logger): vscode.DebugAdapterDescriptor {
    this.#open.add(adapter);
    void adapter.ended.then(() => this.#open.delete(adapter));
    const running = this.#sessions.add(session, new SharedSession(adapter), log);
    return new vscode.DebugAdapterInlineImplementation(
      new InlineAdapter(running.shared, {
        launchFailed: (failure) => this.#voice.launchFailed(running, failure),
        firstWords: () => inProcessNotice(session),
        lastWords: () => this.#voice.lastWords(running),
      }),
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
